// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.WeightKey;
import java.util.List;

/**
 * Weights that a file keeps together: those of a layer, or of all layers of a model that is a layer of another.
 *
 * @param name of that layer or model, which is the group's in the file
 * @param kind its class
 * @param weights in the order of an .h5 file
 * @param within for a model, what it consists of, layers without weights too, in the order of the file
 */
public record WeightGroup(String name, String kind, List<WeightKey> weights, List<WeightGroup> within) {
    public WeightGroup {
        weights = List.copyOf(weights);
        within = List.copyOf(within);
    }

    /** Of a layer. */
    public WeightGroup(String name, String kind, List<WeightKey> weights) {
        this(name, kind, weights, List.of());
    }

    // A key of maps, and what Java assembles for a record at the first call takes some milliseconds.
    @Override
    public int hashCode() {
        return 31 * name.hashCode() + kind.hashCode();
    }

    /** The names of the weights, for messages: with their layers only where these are not the group's own. */
    List<String> described() {
        return weights.stream()
                .map(key -> key.layer().equals(name) ? key.weight() : key.toString())
                .toList();
    }
}
