// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.util.List;

/** Medians of measurements. */
public final class Median {
    private Median() {}

    /**
     * The value in the middle; of an even number of values the greater of the two in the middle.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
