// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The key of a weight: the name of its layer and its name in it, such as {@code conv2d/kernel}. */
public record WeightKey(String layer, String weight) implements Comparable<WeightKey> {
    public WeightKey {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(weight, "weight");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeightKey key && layer.equals(key.layer) && weight.equals(key.weight);
    }

    /** The same on every JVM, unlike the default of a record: initial weights are derived from it. */
    @Override
    public int hashCode() {
        return 31 * layer.hashCode() + weight.hashCode();
    }

    @Override
    public int compareTo(WeightKey other) {
        int byLayer = layer.compareTo(other.layer);
        return byLayer != 0 ? byLayer : weight.compareTo(other.weight);
    }

    @Override
    public String toString() {
        return layer + "/" + weight;
    }
}
