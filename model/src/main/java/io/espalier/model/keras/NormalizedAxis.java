// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The dimension along which a BatchNormalization works where that is not the last: the layer stands between two permutations, the first of
 * which puts that dimension last.
 *
 * @param axis from 0, without the batch
 */
record NormalizedAxis(int axis, int rank) {
    private static final String AXIS = "axis";

    /** Of a layer of one of the other dimensions; empty if it is another layer, or along the last. */
    static Optional<NormalizedAxis> of(LayerConfig layer) {
        JsonNode setting = layer.settings().path(AXIS);
        JsonNode value = setting.size() == 1 ? setting.get(0) : setting;
        boolean isAlong = layer.className().equals("BatchNormalization") && value.isInt();
        if (!isAlong || layer.inputs().isEmpty()) {
            return Optional.empty();
        }
        int rank = layer.inputs().get(0).rank();
        // Keras counts the batch, which is dimension 0.
        int axis = value.intValue() < 0 ? rank + value.intValue() : value.intValue() - 1;
        boolean isOther = axis >= 0 && axis < rank - 1;
        return isOther ? Optional.of(new NormalizedAxis(axis, rank)) : Optional.empty();
    }

    List<Integer> before() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        order.remove(axis);
        order.add(axis);
        return order;
    }

    List<Integer> after() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rank - 1).boxed().toList());
        order.add(axis, rank - 1);
        return order;
    }

    /** The layer's settings, along the last dimension. */
    static JsonNode alongLast(JsonNode settings) {
        ObjectNode changed = settings.deepCopy();
        return changed.put(AXIS, -1);
    }
}
