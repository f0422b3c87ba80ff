// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.WrittenGraph.Output;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A call of a layer as Keras 2 writes it: the arguments by name stand behind each of the tensors.
 *
 * <pre>
 * [["query", 0, 0, {"value": ["value", 0, 0], "use_causal_mask": true}]]
 * [["query", 0, 0, {"use_causal_mask": true}], ["value", 0, 0, {"use_causal_mask": true}]]
 * </pre>
 *
 * @param masks those that are not implied by the inputs, by the names of their arguments
 * @param flags the names of arguments that are true
 */
record WrittenCall(String className, List<Output> tensors, Map<String, Output> masks, List<String> flags) {
    /** All that it takes. */
    List<Output> inputs() {
        return Stream.concat(tensors.stream(), masks.values().stream()).toList();
    }

    // Attention takes a list, as its tensors are one.
    private boolean listsMasks(CallSignature signature) {
        return signature.canBeCausal() && !signature.namesTensors() && !masks.isEmpty();
    }

    /** @param place how a file names an output: by layer, call and output */
    void write(ArrayNode calls, Function<Output, ArrayNode> place) {
        if (tensors.isEmpty()) {
            return;
        }
        CallSignature signature = CallSignature.of(className);
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        int listed = signature.namesTensors() ? 1 : tensors.size();
        for (int i = listed; i < tensors.size(); i++) {
            named.set(signature.keras2().get(i), place.apply(tensors.get(i)));
        }
        if (listsMasks(signature)) {
            ArrayNode both = named.putArray("mask");
            for (String mask : signature.masks()) {
                Output given = masks.get(mask);
                if (given == null) {
                    both.addNull();
                } else {
                    both.add(place.apply(given));
                }
            }
        } else {
            masks.forEach((mask, given) -> named.set(mask, place.apply(given)));
        }
        flags.forEach(flag -> named.put(flag, true));
        ArrayNode call = calls.addArray();
        tensors.subList(0, listed)
                .forEach(tensor -> call.add(place.apply(tensor).add(named)));
    }
}
