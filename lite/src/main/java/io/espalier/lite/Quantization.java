// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import org.jspecify.annotations.Nullable;

/**
 * How integers stand for real numbers: real = (q - zero point) * scale, with one scale for the tensor or one for each index of
 * {@code quantizedDimension}.
 *
 * @param min the smallest real values seen or allowed, for people only; usually empty
 * @param max the largest real values, likewise
 * @param scales empty for a tensor that is not quantized
 * @param zeroPoints as many as scales
 * @param quantizedDimension the axis of the channels; it means nothing where there is one scale
 */
public record Quantization(
        Floats min,
        Floats max,
        Floats scales,
        Longs zeroPoints,
        int quantizedDimension,
        @Nullable QuantizationDetails details) {

    public static final Quantization NONE =
            new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.EMPTY, Longs.EMPTY, 0, null);

    /** One scale for the whole tensor. */
    public static Quantization perTensor(float scale, long zeroPoint) {
        return new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.of(scale), Longs.of(zeroPoint), 0, null);
    }

    /** One scale for each channel, and all zero points 0. */
    public static Quantization perChannel(Floats scales, int quantizedDimension) {
        return new Quantization(
                Floats.EMPTY, Floats.EMPTY, scales, Longs.filled(scales.size(), 0), quantizedDimension, null);
    }

    /** Whether nothing at all is said. */
    public boolean isEmpty() {
        return min.isEmpty() && max.isEmpty() && !isPresent() && zeroPoints.isEmpty() && quantizedDimension == 0;
    }

    /** Whether there is a scale, here or in another tensor. */
    public boolean isPresent() {
        return !scales.isEmpty() || details != null;
    }

    public boolean isPerChannel() {
        return scales.size() > 1;
    }
}
