// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.Arrays;

/** The values that centroids are sought for, in order. */
final class SortedWeights {
    private final float[] values;
    private final boolean besideZero;

    private SortedWeights(float[] values, boolean besideZero) {
        this.values = values;
        this.besideZero = besideZero;
    }

    /** A copy of these values in order. */
    static SortedWeights of(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return new SortedWeights(sorted, false);
    }

    /** The values below zero, or those above, for whose centroids {@link #besideZero} holds. */
    SortedWeights beside(boolean above) {
        int below = 0;
        int upToZero = 0;
        for (float value : values) {
            below += value < 0 ? 1 : 0;
            upToZero += value <= 0 ? 1 : 0;
        }
        return new SortedWeights(
                above ? Arrays.copyOfRange(values, upToZero, values.length) : Arrays.copyOf(values, below), true);
    }

    /** Whether zero has a centroid of its own and all of these values lie on one side of it. */
    boolean besideZero() {
        return besideZero;
    }

    int size() {
        return values.length;
    }

    float get(int index) {
        return values[index];
    }

    float least() {
        return values[0];
    }

    float greatest() {
        return values[values.length - 1];
    }

    /** How many values are that small or smaller. */
    int upTo(double limit) {
        int low = 0;
        int high = values.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
