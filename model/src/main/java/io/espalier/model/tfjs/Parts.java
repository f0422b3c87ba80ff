// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Layers that together compute what one does. They are numbered from 0, and its inputs below that: -1 is the first. The last one takes its place
 * and its name.
 */
final class Parts {
    /** The first input of the layer. */
    static final int INPUT = -1;

    /**
     * One of them.
     *
     * @param suffix what its name ends with, unless it is the last
     * @param weights by their names in it
     */
    record Part(String suffix, Layer layer, List<Integer> inputs, Map<String, Tensor> weights) {}

    private final List<Part> parts = new ArrayList<>();

    List<Part> all() {
        return List.copyOf(parts);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Adds a layer without weights; its number. */
    int add(String suffix, Layer layer, Integer... inputs) {
        return carrying(suffix, layer, Map.of(), inputs);
    }

    /** Adds a layer with weights; its number. There is at most one. */
    int carrying(String suffix, Layer layer, Map<String, Tensor> weights, Integer... inputs) {
        parts.add(new Part(suffix, layer, List.of(inputs), Map.copyOf(weights)));
        return parts.size() - 1;
    }
}
