// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code model_config} of a model: its graph, and each layer's settings by {@link LayerConfigWriter}. */
public final class ModelConfigWriter {
    private final Model model;

    /** For each layer, by the name of its first call, the nodes of all its calls. */
    private final Map<String, List<Node>> calls = new HashMap<>();

    private final WrittenGraph graph;

    private final ValueTypes types;

    public ModelConfigWriter(Model model) {
        this.model = model;
        this.graph = new WrittenGraph(model);
        this.types = ValueTypes.of(model);
        for (Node node : graph.nodes()) {
            calls.computeIfAbsent(node.weightsOf(), unused -> new ArrayList<>()).add(node);
        }
    }

    public ObjectNode write() {
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
        for (Node node : graph.nodes()) {
            if (node.isFurtherCall()) {
                continue;
            }
            Optional<WrittenOperation> operation = operation(node);
            if (operation.isPresent()) {
                layers.add(operation.get().ofKeras2(node.name(), node.trainable(), tensors(node)));
                continue;
            }
            ObjectNode layer = layer(node).put("name", node.name());
            ArrayNode inboundNodes = layer.putArray("inbound_nodes");
            callsOf(node).forEach(call -> graph.call(call).write(inboundNodes, this::tensor));
            layers.add(layer);
        }
        ArrayNode inputs = config.putArray("input_layers");
        model.inputs().forEach(node -> putTensor(inputs, node.name()));
        ArrayNode outputs = config.putArray("output_layers");
        model.outputs().forEach(name -> putTensor(outputs, name));
        return config;
    }

    /** A layer that is an operation in Keras; empty for others. */
    public Optional<WrittenOperation> operation(Node node) {
        if (node.layer() instanceof Identity && !types.isFloat(node.inputs().get(0))) {
            return Optional.of(OperationRows.cast("float32"));
        }
        return OperationRows.of(node.layer());
    }

    /** Where the inputs of an operation come from, each as {@code ["layer", 0, 0]}. */
    public List<ArrayNode> tensors(Node node) {
        return graph.call(node).tensors().stream().map(this::tensor).toList();
    }

    /**
     * The shapes that Keras 3 builds a layer for: those of its tensors by the names of their arguments, if its calls name them; otherwise of what
     * it takes first.
     */
    public Map<String, List<Shape>> builtFor(Node node) {
        List<Shape> shapes =
                model.inputShapes(node).subList(0, graph.call(node).tensors().size());
        CallSignature signature = CallSignature.of(node.layer().kind());
        Map<String, List<Shape>> built = new LinkedHashMap<>();
        if (signature.namesTensors()) {
            for (int i = 0; i < shapes.size(); i++) {
                built.put(signature.keras3().get(i), shapes.subList(i, i + 1));
            }
        } else {
            built.put("input", signature.startsFromStates() ? shapes.subList(0, 1) : shapes);
        }
        return built;
    }

    private List<Node> callsOf(Node node) {
        return calls.getOrDefault(node.weightsOf(), List.of());
    }

    private ObjectNode layer(Node node) {
        ObjectNode config = node.layer().accept(new LayerConfigWriter(node, model.inputShapes(node)));
        if (graph.startsMask(node)) {
            config.put("mask_zero", true);
        }
        return model(node.layer().kind(), config);
    }

    private void putTensor(ArrayNode tensors, String name) {
        tensors.add(tensor(graph.output(name)));
    }

    // Layer, which of its calls, which output of that call.
    private ArrayNode tensor(WrittenGraph.Output output) {
        Node node = output.node();
        int call = callsOf(node).indexOf(node);
        return JsonNodeFactory.instance
                .arrayNode()
                .add(node.weightsOf())
                .add(call)
                .add(output.index());
    }
}
