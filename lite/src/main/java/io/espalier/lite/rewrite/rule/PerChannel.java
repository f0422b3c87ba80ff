// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** Constants that have one value for each index of the last dimension of what they are combined with. */
final class PerChannel {
    private PerChannel() {}

    /**
     * The values of a float constant, one a channel; empty where it varies along another dimension, or would make the result larger
     * than {@code other}.
     */
    static Optional<float[]> values(Tensor constant, Tensor other, int channels) {
        Ints shape = constant.shape();
        Ints otherShape = other.shape();
        boolean fits = shape.size() <= otherShape.size()
                && !otherShape.isEmpty()
                && otherShape.get(otherShape.size() - 1) == channels;
        if (!fits) {
            return Optional.empty();
        }
        if (constant.elements() == 1) {
            float[] same = new float[channels];
            Arrays.fill(same, constant.buffer().asFloats().get(0));
            return Optional.of(same);
        }
        if (constant.elements() != channels || shape.get(shape.size() - 1) != channels) {
            return Optional.empty();
        }
        float[] values = new float[channels];
        constant.buffer().asFloats().get(values);
        return Optional.of(values);
    }

    /** Whether rounding to float has kept every value a number. */
    static boolean areFinite(float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
