// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import java.util.Arrays;

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
        float share = values.length * (1 - (float) sparsity);
        int kept = (int) Math.max(Math.rint(share), 1);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - kept];
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
