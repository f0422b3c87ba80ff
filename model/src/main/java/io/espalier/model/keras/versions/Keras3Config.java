// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.keras.config.ConfigTensor;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.config.MaskRules;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.config.WrittenOperation;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code config.json} of Keras 3, made of the {@code model_config} of Keras 2: each object says its module and the name it is registered
 * by, layers say the shapes they were built for, and calls have the form that {@link CanonicalCalls} shows.
 */
public final class Keras3Config {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Layers whose calls name the states that they start from. */
    private static final Set<String> STARTING =
            Set.of("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional");

    private final Model model;
    private final ModelConfigWriter writer;

    private Keras3Config(Model model) {
        this.model = model;
        this.writer = new ModelConfigWriter(model);
    }

    public static ObjectNode of(Model model) {
        MaskRules.requireKeras3(model);
        return new Keras3Config(model).whole();
    }

    private ObjectNode whole() {
        ObjectNode keras2 = writer.write();
        boolean isSequential = model.topology() == Model.Topology.SEQUENTIAL;
        ObjectNode settings = JSON.objectNode().put("name", model.name()).put("trainable", true);
        if (isSequential) {
            settings.set("dtype", policy());
        }
        ArrayNode layers = settings.putArray("layers");
        for (JsonNode layer : keras2.path("config").path("layers")) {
            layers.add(layer((ObjectNode) layer));
        }
        if (isSequential) {
            settings.set("build_input_shape", inputShape());
        } else {
            settings.set("input_layers", tensors(keras2.path("config").path("input_layers")));
            settings.set("output_layers", tensors(keras2.path("config").path("output_layers")));
        }
        ObjectNode whole = isSequential
                ? object("keras", "Sequential", settings)
                : object("keras.src.models.functional", "Functional", settings).put("registered_name", "Functional");
        whole.putObject("build_config").set("input_shape", inputShape());
        return whole;
    }

    private ObjectNode layer(ObjectNode keras2) {
        ObjectNode settings = (ObjectNode) keras2.get("config");
        Node node = model.node(settings.path("name").textValue());
        Optional<WrittenOperation> operation = writer.operation(node);
        if (operation.isPresent()) {
            return operation
                    .get()
                    .ofKeras3(
                            node.name(),
                            writer.tensors(node).stream().map(this::tensor).toList());
        }
        Keras3Layers.fromKeras2(keras2, settings, node.name());
        if (!LayerJson.isInput(keras2)) {
            upgrade(settings, node.name());
        }
        ObjectNode layer = object("keras.layers", LayerJson.classOf(keras2), settings);
        if (!model.weightSpecs(node).isEmpty()) {
            Map<String, List<Shape>> built = writer.builtFor(node);
            ObjectNode config = layer.putObject("build_config");
            ObjectNode named = built.size() == 1 ? config : config.putObject("shapes_dict");
            built.forEach((name, shapes) -> named.set(name + "_shape", shapes(shapes)));
        }
        if (keras2.has("inbound_nodes")) {
            layer.put("name", node.name());
            ArrayNode calls = layer.putArray("inbound_nodes");
            keras2.get("inbound_nodes").forEach(call -> calls.add(call(LayerJson.classOf(keras2), call)));
        }
        return layer;
    }

    // Names of types become policies, and initializers say where they come from.
    private static void upgrade(ObjectNode settings, String name) {
        for (Map.Entry<String, JsonNode> setting : new ArrayList<>(settings.properties())) {
            JsonNode value = setting.getValue();
            if (setting.getKey().equals("dtype") && value.isTextual()) {
                settings.set("dtype", policy());
            } else if (setting.getKey().endsWith("_initializer") && value.isObject()) {
                settings.set(
                        setting.getKey(), object("keras.initializers", LayerJson.classOf(value), value.path("config")));
            } else if (value.path("class_name").isTextual() && value.path("config") instanceof ObjectNode inner) {
                // A layer within, such as that of Bidirectional.
                Keras3Layers.fromKeras2((ObjectNode) value, inner, name);
                upgrade(inner, name);
                settings.set(setting.getKey(), object("keras.layers", LayerJson.classOf(value), inner));
            }
        }
    }

    private ObjectNode call(String className, JsonNode keras2) {
        ObjectNode call = JSON.objectNode();
        ArrayNode arguments = call.putArray("args");
        JsonNode tensors = argument(keras2);
        boolean hasStates = STARTING.contains(className) && tensors.size() > 1;
        arguments.add(tensors.size() == 1 || hasStates ? tensors.get(0) : tensors);
        ObjectNode named = call.putObject("kwargs");
        if (hasStates) {
            ArrayNode states = named.putArray("initial_state");
            tensors.valueStream().skip(1).forEach(states::add);
        }
        for (Map.Entry<String, JsonNode> each : keras2.path(0).path(3).properties()) {
            named.set(each.getKey(), argument(each.getValue()));
        }
        return call;
    }

    // Tensors may stand in a list.
    private JsonNode argument(JsonNode keras2) {
        if (ConfigTensor.of(keras2).isPresent()) {
            return tensor(keras2);
        }
        if (!keras2.isArray()) {
            return keras2;
        }
        ArrayNode list = JSON.arrayNode();
        keras2.forEach(each -> list.add(argument(each)));
        return list;
    }

    private ObjectNode tensor(JsonNode keras2) {
        ObjectNode tensor = JSON.objectNode().put("class_name", "__keras_tensor__");
        ObjectNode config = tensor.putObject("config");
        Node from = call(keras2.path(0), keras2.path(1));
        config.set("shape", batched(shape(from, keras2.path(2).intValue())));
        config.put("dtype", "float32");
        config.putArray("keras_history").add(keras2.path(0)).add(keras2.path(1)).add(keras2.path(2));
        return tensor;
    }

    private Shape shape(Node node, int output) {
        return node.layer() instanceof SeveralOutputs several
                ? several.outputShapes(model.inputShapes(node)).get(output)
                : model.outputShape(node);
    }

    private Node call(JsonNode layer, JsonNode number) {
        return model.nodes().stream()
                .filter(node -> node.weightsOf().equals(layer.textValue()))
                .skip(number.intValue())
                .findFirst()
                .orElseThrow();
    }

    // Keras writes one tensor without a list around it.
    private static JsonNode tensors(JsonNode listed) {
        return listed.size() == 1 ? listed.get(0) : listed;
    }

    private JsonNode inputShape() {
        return shapes(model.inputs().stream().map(model::outputShape).toList());
    }

    private static JsonNode shapes(List<Shape> shapes) {
        if (shapes.size() == 1) {
            return batched(shapes.get(0));
        }
        ArrayNode all = JSON.arrayNode();
        shapes.forEach(shape -> all.add(batched(shape)));
        return all;
    }

    private static ArrayNode batched(Shape shape) {
        ArrayNode dimensions = JSON.arrayNode().addNull();
        shape.dimensions().forEach(dimensions::add);
        return dimensions;
    }

    private static ObjectNode policy() {
        return object("keras", "DTypePolicy", JSON.objectNode().put("name", "float32"));
    }

    private static ObjectNode object(String module, String className, JsonNode config) {
        ObjectNode object = JSON.objectNode().put("module", module).put("class_name", className);
        object.set("config", config);
        return object.putNull("registered_name");
    }
}
