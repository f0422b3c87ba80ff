// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import java.util.Arrays;
import java.util.Optional;

/** Which of some magnitudes are kept: the largest, and whatever is as large as the least of these. */
final class Magnitudes {
    private final float[] values;

    /** Of an array that is theirs from now on. */
    Magnitudes(float[] values) {
        this.values = values;
    }

    /**
     * The least magnitude that is kept. All is counted in float32 and rounded half to even, as in tfmot; at least one is always kept.
     */
    float threshold(double sparsity) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - kept(sorted.length, sparsity)];
    }

    private static int kept(int values, double sparsity) {
        return (int) Math.max(Math.rint(values * (1 - (float) sparsity)), 1);
    }

    /** Why of so many values, or blocks, none is removed; empty if some are. */
    static Optional<String> nothingRemoved(int number, String what, double sparsity) {
        return kept(number, sparsity) < number
                ? Optional.empty()
                : Optional.of("a share of " + sparsity + " of " + number + " " + what + " rounds to none");
    }

    /** 1 where a magnitude reaches the threshold, 0 elsewhere. */
    float[] reaching(float threshold) {
        float[] mask = new float[values.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = values[i] >= threshold ? 1 : 0;
        }
        return mask;
    }

    static Magnitudes of(float[] weight) {
        float[] magnitudes = new float[weight.length];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(weight[i]);
        }
        return new Magnitudes(magnitudes);
    }
}
