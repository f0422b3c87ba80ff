// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.ConfigTensor;
import io.espalier.model.keras.config.LayerJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a layer, {@code inbound_nodes}, in the form of Keras 2: for each call a list of tensors.
 *
 * <pre>
 * Keras 3:  [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0, 0], ...}}], "kwargs": {...}}]
 * Keras 2:  [[["a", 0, 0, {...}]]]
 * </pre>
 *
 * <p>Tensors that are arguments by name come behind those by position. Other arguments are left out where they say what holds without them;
 * what is left stands in the object behind the first tensor.
 */
final class CanonicalCalls {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CanonicalCalls() {}

    static ArrayNode of(ArrayNode calls) {
        ArrayNode canonical = JSON.arrayNode();
        calls.forEach(call -> canonical.add(call.isObject() ? ofKeras3(call) : ofKeras2(call)));
        return canonical;
    }

    private static ArrayNode ofKeras3(JsonNode call) {
        ArrayNode tensors = JSON.arrayNode();
        ObjectNode rest = JSON.objectNode();
        int position = 0;
        for (JsonNode argument : call.path("args")) {
            put(tensors, rest, String.valueOf(position++), argument);
        }
        for (Map.Entry<String, JsonNode> argument : call.path("kwargs").properties()) {
            put(tensors, rest, argument.getKey(), argument.getValue());
        }
        return withRest(tensors, rest);
    }

    private static ArrayNode ofKeras2(JsonNode call) {
        ArrayNode tensors = JSON.arrayNode();
        ObjectNode rest = JSON.objectNode();
        // A call with one tensor may have it without the list around it.
        Iterable<JsonNode> listed = ConfigTensor.of(call).isPresent() ? List.of(call) : call;
        for (JsonNode tensor : listed) {
            if (ConfigTensor.of(tensor).isPresent()) {
                tensors.add(tensor(tensor));
            } else {
                tensors.add(tensor);
            }
        }
        for (JsonNode tensor : listed) {
            for (Map.Entry<String, JsonNode> argument : tensor.path(3).properties()) {
                put(tensors, rest, argument.getKey(), argument.getValue());
            }
        }
        return withRest(tensors, rest);
    }

    private static void put(ArrayNode tensors, ObjectNode rest, String name, JsonNode argument) {
        JsonNode history = argument.path("config").path("keras_history");
        if (argument.path("class_name").asText().equals("__keras_tensor__")) {
            tensors.add(tensor(history));
        } else if (ConfigTensor.of(argument).isPresent()) {
            tensors.add(tensor(argument));
        } else if (argument.isArray() && !argument.isEmpty() && isTensors(argument)) {
            argument.forEach(each -> put(tensors, rest, name, each));
        } else if (changesSomething(name, argument)) {
            rest.set(name, argument);
        }
    }

    private static boolean isTensors(JsonNode list) {
        for (JsonNode each : list) {
            boolean isTensor = ConfigTensor.of(each).isPresent()
                    || each.path("class_name").asText().equals("__keras_tensor__");
            if (!isTensor) {
                return false;
            }
        }
        return true;
    }

    private static boolean changesSomething(String name, JsonNode argument) {
        if (argument.isNull() || name.equals("name")) {
            return false;
        }
        return switch (name) {
            case "training", "return_attention_scores", "use_causal_mask" ->
                !LayerJson.flag(argument).equals(Optional.of(false));
            case "mask" -> !isNulls(argument);
            // Flags by position are off if they are not given, too.
            default -> !(name.matches("\\d+") && argument.equals(JSON.booleanNode(false)));
        };
    }

    // One for each input.
    private static boolean isNulls(JsonNode list) {
        for (JsonNode each : list) {
            if (!each.isNull()) {
                return false;
            }
        }
        return list.isArray();
    }

    private static ArrayNode tensor(JsonNode history) {
        return JSON.arrayNode()
                .add(history.path(0))
                .add(history.path(1))
                .add(history.path(2))
                .add(JSON.objectNode());
    }

    private static ArrayNode withRest(ArrayNode tensors, ObjectNode rest) {
        if (tensors.path(0).path(3) instanceof ObjectNode first) {
            first.setAll(rest);
        } else if (!rest.isEmpty()) {
            // Kept, so that it is refused.
            tensors.add(rest);
        }
        return tensors;
    }
}
