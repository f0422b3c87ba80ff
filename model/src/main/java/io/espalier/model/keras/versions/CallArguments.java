// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.CallSettings;
import io.espalier.model.keras.config.CallSignature;
import io.espalier.model.keras.config.ConfigTensor;
import io.espalier.model.keras.config.LayerJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one call of a layer, as they are collected: tensors by the names of their arguments, and the rest. */
final class CallArguments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> positions;
    private final CallSignature signature;
    private final List<Named> tensors = new ArrayList<>();
    private final ObjectNode rest = JSON.objectNode();

    private record Named(String name, JsonNode tensor) {}

    CallArguments(String className, boolean isKeras3) {
        this.signature = CallSignature.of(className);
        this.positions = isKeras3 ? signature.keras3() : signature.keras2();
    }

    /** Adds an argument by its position. */
    void put(int position, JsonNode argument) {
        put(position < positions.size() ? positions.get(position) : String.valueOf(position), argument);
    }

    /** Adds an argument by its name. */
    void put(String name, JsonNode argument) {
        if (isTensor(argument)) {
            putTensor(name, argument);
        } else if (argument.isArray() && !argument.isEmpty() && isList(name, argument)) {
            putEach(name, argument);
        } else if (changesSomething(name, argument)) {
            rest.set(name, argument);
        }
    }

    private void putTensor(String name, JsonNode argument) {
        if (signature.takes(name)) {
            tensors.add(new Named(name, tensor(argument)));
        } else {
            rest.set(name, argument);
        }
    }

    private void putEach(String name, JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (name.equals("mask")) {
                // Keras reads no third mask.
                if (i < signature.masks().size() && !list.get(i).isNull()) {
                    put(signature.masks().get(i), list.get(i));
                }
            } else {
                put(name.equals("query") && i < positions.size() ? positions.get(i) : name, list.get(i));
            }
        }
    }

    private static boolean isTensor(JsonNode argument) {
        return argument.path("class_name").asText().equals("__keras_tensor__")
                || ConfigTensor.of(argument).isPresent();
    }

    private boolean isList(String name, JsonNode list) {
        for (JsonNode each : list) {
            boolean isLeftOut =
                    each.isNull() && name.equals("mask") && !signature.masks().isEmpty();
            if (!isTensor(each) && !isLeftOut) {
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
            case "training", CallSettings.SCORES, CallSettings.CAUSAL ->
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

    private static ArrayNode tensor(JsonNode argument) {
        JsonNode history = argument.path("config").path("keras_history");
        JsonNode from = history.isArray() ? history : argument;
        return JSON.arrayNode()
                .add(from.path(0))
                .add(from.path(1))
                .add(from.path(2))
                .add(JSON.objectNode());
    }

    /** The tensors in the order in which layers have them, the first with what else there is. */
    ArrayNode canonical() {
        tensors.sort((one, other) -> Integer.compare(signature.order(one.name()), signature.order(other.name())));
        ArrayNode inOrder = JSON.arrayNode();
        tensors.forEach(named -> inOrder.add(named.tensor()));
        ArrayNode masks = JSON.arrayNode();
        tensors.stream().map(Named::name).filter(signature::isMask).forEach(masks::add);
        if (!masks.isEmpty()) {
            rest.set(CallSettings.MASKS, masks);
        }
        if (inOrder.path(0).path(3) instanceof ObjectNode first) {
            first.setAll(rest);
        } else if (!rest.isEmpty()) {
            // Kept, so that it is refused.
            inOrder.add(rest);
        }
        return inOrder;
    }
}
