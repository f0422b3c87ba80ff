// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

/** Which weight of which layer: {@code conv2d/kernel}. */
public record WeightKey(String layer, String weight) implements Comparable<WeightKey> {
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
