// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.Node;
import java.util.List;

/** The {@code model_config} of a model: its graph, and each layer's settings by {@link LayerConfigWriter}. */
final class ModelConfigWriter {
    private final Model model;

    ModelConfigWriter(Model model) {
        this.model = model;
    }

    ObjectNode write() {
        return switch (model.topology()) {
            case SEQUENTIAL -> model("Sequential", sequential());
            case FUNCTIONAL -> model("Functional", functional());
        };
    }

    private static ObjectNode model(String className, ObjectNode config) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("class_name", className);
        node.set("config", config);
        return node;
    }

    private ObjectNode sequential() {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("name", model.name());
        ArrayNode layers = config.putArray("layers");
        model.nodes().forEach(node -> layers.add(layer(node)));
        return config;
    }

    private ObjectNode functional() {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("name", model.name());
        ArrayNode layers = config.putArray("layers");
        for (Node node : model.nodes()) {
            ObjectNode layer = layer(node).put("name", node.name());
            putInboundNodes(layer.putArray("inbound_nodes"), node.inputs());
            layers.add(layer);
        }
        ArrayNode inputs = config.putArray("input_layers");
        model.inputs().forEach(node -> putTensor(inputs, node.name()));
        ArrayNode outputs = config.putArray("output_layers");
        model.outputs().forEach(name -> putTensor(outputs, name));
        return config;
    }

    private ObjectNode layer(Node node) {
        return model(node.layer().kind(), node.layer().accept(new LayerConfigWriter(node, model.inputShapes(node))));
    }

    private static void putInboundNodes(ArrayNode calls, List<String> inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        ArrayNode call = calls.addArray();
        inputs.forEach(input -> putTensor(call, input).addObject());
    }

    // Layer, which of its calls, which output of that call: here each layer is called once and puts out one tensor.
    private static ArrayNode putTensor(ArrayNode tensors, String layer) {
        return tensors.addArray().add(layer).add(0).add(0);
    }
}
