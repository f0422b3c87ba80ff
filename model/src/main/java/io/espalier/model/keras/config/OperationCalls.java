// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations on tensors that Keras puts into models as layers, with their arguments among their settings rather than in the call.
 *
 * <pre>
 * Keras 2:  "class_name": "TFOpLambda", "config": {"function": "math.add"}, "inbound_nodes": [["a", 0, 0, {"y": 0.5}]]
 * Keras 3:  "module": "keras.src.ops.numpy", "class_name": "Add", "inbound_nodes": [{"args": [tensor of "a", 0.5]}]
 * here:     "class_name": "TFOpLambda", "config": {"function": "math.add", "names": ["0", "y"], "operands": [null, 0.5]},
 *           "inbound_nodes": [[["a", 0, 0, {}]]]
 * </pre>
 *
 * <p>An operand of null is a tensor, or, for one that is a list of tensors, several. {@link #PLACE} stands for a tensor among other things, as in
 * {@code tf.reshape(x, [batch, -1, 4])}.
 */
public final class OperationCalls {
    static final String CLASS = "TFOpLambda";

    /** The class of those that take parts. */
    static final String SLICING = "SlicingOpLambda";

    /** In the place of a layer: an operand that is a constant. */
    static final String CONSTANT = "_CONSTANT_VALUE";

    /** Arrays among the arguments of Keras 3. */
    private static final Set<String> ARRAYS = Set.of("__numpy__", "__tensor__");

    private static final Set<String> OF_ALL_LAYERS = Set.of("name", "trainable");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** In a list or object: the next tensor. */
    static final JsonNode PLACE = JSON.objectNode().put("class_name", "__keras_tensor__");

    private final ArrayNode names = JSON.arrayNode();
    private final ArrayNode operands = JSON.arrayNode();
    private final ArrayNode tensors = JSON.arrayNode();

    private OperationCalls() {}

    /** Whether a layer of a file is an operation, in the form that the file has. */
    public static boolean isOperation(JsonNode layer) {
        String className = LayerJson.classOf(layer);
        boolean isOperation = className.equals(CLASS)
                || className.equals(SLICING)
                || className.equals(TensorFlowNodes.CLASS)
                || layer.path("module").asText().startsWith("keras.src.ops");
        return isOperation && !layer.path("config").has("operands");
    }

    /** Brings the one call of an operation into the form that is read here. */
    public static void upgrade(ObjectNode layer, ObjectNode config) {
        OperationCalls call = new OperationCalls();
        JsonNode only = layer.path("inbound_nodes").path(0);
        if (LayerJson.classOf(layer).equals(TensorFlowNodes.CLASS)) {
            TensorFlowNodes.upgrade(layer, config, call::put);
            only.forEach(tensor -> call.tensors.add(tensor));
        } else if (only.isObject()) {
            call.addKeras3(only, config);
            config.put("function", Keras3Paths.snakeCase(LayerJson.classOf(layer)));
        } else {
            call.addKeras2(only);
        }
        config.set("names", call.names);
        config.set("operands", call.operands);
        layer.put("class_name", CLASS);
        layer.putArray("inbound_nodes").add(call.tensors);
    }

    private void addKeras3(JsonNode call, ObjectNode config) {
        int position = 0;
        for (JsonNode argument : call.path("args")) {
            add(String.valueOf(position++), argument);
        }
        call.path("kwargs").properties().forEach(argument -> add(argument.getKey(), argument.getValue()));
        config.properties().forEach(setting -> {
            if (!OF_ALL_LAYERS.contains(setting.getKey())) {
                add(setting.getKey(), setting.getValue());
            }
        });
        // They are operands now.
        config.retain(OF_ALL_LAYERS);
    }

    private void addKeras2(JsonNode call) {
        boolean isOne = call.path(0).isTextual();
        JsonNode last = call;
        for (JsonNode argument : isOne ? List.of(call) : call) {
            last = argument;
            if (isConstant(argument)) {
                put("0", argument.path(2));
            } else {
                add("0", argument);
            }
        }
        while (last.path(0).isArray()) {
            last = last.get(last.size() - 1);
        }
        for (Map.Entry<String, JsonNode> argument : last.path(3).properties()) {
            add(argument.getKey(), argument.getValue());
        }
    }

    private static boolean isConstant(JsonNode argument) {
        return argument.path(0).asText().equals(CONSTANT);
    }

    private void add(String name, JsonNode given) {
        JsonNode argument = unwrapped(given);
        if (ConfigTensor.of(argument).isPresent() && !isConstant(argument)) {
            addTensor(argument);
            put(name, JSON.nullNode());
        } else if (isListOfTensors(argument)) {
            argument.forEach(each -> add(name, each));
        } else if (!argument.isNull() && !name.equals("name")) {
            put(name, withPlaces(argument));
        }
    }

    private void addTensor(JsonNode tensor) {
        tensors.add(JSON.arrayNode()
                .add(tensor.get(0))
                .add(tensor.get(1))
                .add(tensor.get(2))
                .add(JSON.objectNode()));
    }

    /** An array as its numbers, and a tensor as {@code ["layer", 0, 0]}, in whatever form Keras 3 has them. */
    private static JsonNode unwrapped(JsonNode given) {
        boolean isArray = ARRAYS.contains(given.path("class_name").asText());
        JsonNode argument = isArray ? given.path("config").path("value") : given;
        JsonNode history = argument.path("config").path("keras_history");
        return history.isArray() ? history : argument;
    }

    private static boolean isTensor(JsonNode given) {
        JsonNode argument = unwrapped(given);
        return ConfigTensor.of(argument).isPresent() && !isConstant(argument);
    }

    private static boolean isListOfTensors(JsonNode argument) {
        return argument.isArray()
                && !argument.isEmpty()
                && argument.valueStream().allMatch(OperationCalls::isTensor);
    }

    /** An argument with {@link #PLACE} for each tensor in it. */
    private JsonNode withPlaces(JsonNode given) {
        JsonNode argument = unwrapped(given);
        if (isConstant(argument)) {
            return argument.path(2);
        }
        if (isTensor(argument)) {
            addTensor(argument);
            return PLACE;
        }
        if (argument.isArray()) {
            ArrayNode list = JSON.arrayNode();
            argument.forEach(each -> list.add(withPlaces(each)));
            return list;
        }
        if (argument.isObject()) {
            ObjectNode object = JSON.objectNode();
            argument.properties().forEach(each -> object.set(each.getKey(), withPlaces(each.getValue())));
            return object;
        }
        return argument;
    }

    private void put(String name, JsonNode operand) {
        names.add(name);
        operands.add(operand);
    }
}
