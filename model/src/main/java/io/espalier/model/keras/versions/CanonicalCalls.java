// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.model.keras.config.ConfigTensor;

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

    /** @param className of the layer that is called */
    static ArrayNode of(String className, ArrayNode calls) {
        ArrayNode canonical = JSON.arrayNode();
        calls.forEach(call -> canonical.add(call.isObject() ? ofKeras3(className, call) : ofKeras2(className, call)));
        return canonical;
    }

    private static ArrayNode ofKeras3(String className, JsonNode call) {
        CallArguments arguments = new CallArguments(className, true);
        int position = 0;
        for (JsonNode argument : call.path("args")) {
            arguments.put(position++, argument);
        }
        call.path("kwargs").properties().forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
        return arguments.canonical();
    }

    private static ArrayNode ofKeras2(String className, JsonNode call) {
        // A call with one tensor may have it without the list around it.
        boolean isOne = ConfigTensor.of(call).isPresent();
        JsonNode listed = isOne ? JSON.arrayNode().add(call) : call;
        CallArguments arguments = new CallArguments(className, false);
        for (JsonNode tensor : listed) {
            if (ConfigTensor.of(tensor).isEmpty()) {
                // Kept, so that it is refused.
                return (ArrayNode) listed;
            }
        }
        if (!listed.isEmpty()) {
            arguments.put(0, listed);
        }
        // Each has the same.
        listed.path(listed.size() - 1)
                .path(3)
                .properties()
                .forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
        return arguments.canonical();
    }
}
