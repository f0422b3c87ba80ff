// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How integers represent real numbers: real = (q - zero point) * scale, with one scale for the tensor or one for each index of
 * {@code quantizedDimension}.
 *
 * @param min the smallest real values, for information only; mostly empty
 * @param max the largest real values, for information only
 * @param scales empty for a tensor that is not quantized
 * @param zeroPoints as many as scales
 * @param quantizedDimension the axis of the channels; ignored if there is one scale
 */
public record Quantization(
        Floats min,
        Floats max,
        Floats scales,
        Longs zeroPoints,
        int quantizedDimension,
        @Nullable Details details) {
    public Quantization {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(scales, "scales");
        Objects.requireNonNull(zeroPoints, "zeroPoints");
    }

    /** The tensor is not quantized. */
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

    /** Whether there are no values at all. */
    public boolean isEmpty() {
        return min.isEmpty() && max.isEmpty() && !isPresent() && zeroPoints.isEmpty() && quantizedDimension == 0;
    }

    /** Whether there is a scale, here or in another tensor. */
    public boolean isPresent() {
        return !scales.isEmpty() || details != null;
    }

    /** Whether there is more than one scale. */
    public boolean isPerChannel() {
        return scales.size() > 1;
    }

    /** Quantization that scales and zero points in the tensor do not describe. */
    public sealed interface Details {

        /** Parameters whose meaning only a custom operator knows. */
        record Custom(Buffer bytes) implements Details {}

        /**
         * One scale for each block of elements, kept in other tensors.
         *
         * @param scales the index of the tensor of scales
         * @param zeroPoints the index of the tensor of zero points, or {@link #NO_ZERO_POINTS}
         * @param blockSize elements in a block
         */
        record Blockwise(int scales, int zeroPoints, int blockSize) implements Details {
            /** All zero points are 0. */
            public static final int NO_ZERO_POINTS = -1;
        }
    }

    /** How many weights share a scale. */
    public enum Granularity {
        /**
         * A scale for each output channel; but where activations are integers, one scale for the weights of a fully connected operator whose scales
         * would take more bytes than they are worth in rounding noise.
         */
        AUTOMATIC,
        /** A scale for each output channel: the most accurate. */
        PER_CHANNEL,
        /** One scale for the weights of a fully connected operator, as converters before 2024 wrote them; else one for each channel. */
        PER_TENSOR_DENSE,
        /**
         * One scale for all weights of an operator. Depthwise convolutions of dynamic range keep one for each channel: their kernel in
         * TFLite 2.20 takes nothing else.
         */
        PER_TENSOR;

        /** Whether the weights of an operator may have a scale for each channel, where they have channels. */
        public boolean isPerChannel(BuiltinOperator operator) {
            return switch (this) {
                case AUTOMATIC, PER_CHANNEL -> true;
                case PER_TENSOR_DENSE -> operator != BuiltinOperator.FULLY_CONNECTED;
                case PER_TENSOR -> false;
            };
        }
    }
}
