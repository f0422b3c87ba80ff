// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

/** What a stored integer stands for: {@code scale * (stored - zeroPoint)}. */
public record Quantization(float scale, int zeroPoint) {
    public Quantization {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("a scale must be a positive number, not " + scale);
        }
    }

    public float dequantize(int stored) {
        return scale * (stored - zeroPoint);
    }

    /** The integer in {@code [min, max]} that is nearest to what stands for the number; halves go away from zero. */
    public int quantize(float real, int min, int max) {
        double steps = real / scale;
        double rounded = Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
        return (int) Math.max(min, Math.min(max, rounded + zeroPoint));
    }
}
