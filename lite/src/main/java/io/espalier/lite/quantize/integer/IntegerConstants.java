// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Buffer;
import io.espalier.lite.Longs;
import io.espalier.lite.Quantization;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.ClippedScales;
import io.espalier.lite.quantize.constant.HalvesAwayFromZero;
import io.espalier.lite.quantize.constant.SymmetricWeights;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;

/** Constants as integers. */
public final class IntegerConstants {
    private IntegerConstants() {}

    /**
     * The constant in this form, values beyond it at its ends.
     *
     * <p>Values of 8 and 16 bits are multiplied by the scale's inverse in single precision, and halves rounded away from zero: so
     * Google's quantizer does it, and the integers are then equal to its. Bias, which has more bits than a float, is divided in double
     * precision.
     *
     * @throws QuantizationException if a value is infinite or not a number
     */
    static Tensor encode(Tensor constant, TensorEncoding form) {
        FloatBuffer values = constant.buffer().asFloats();
        Quantization quantization = form.quantization();
        float[] scales = quantization.scales().toArray();
        Longs zeroPoints = quantization.zeroPoints();
        int stride = stride(constant, quantization);
        int count = values.limit();
        checkFinite(constant);
        Buffer buffer = switch (form.type()) {
            case INT8 -> {
                float[] inverses = inverses(constant, quantization);
                byte[] integers = new byte[count];
                for (int place = 0; place < count; place++) {
                    int channel = place / stride % scales.length;
                    // Added as a double, which a value far beyond the form does not overflow.
                    double rounded = (double) HalvesAwayFromZero.round(values.get(place) * inverses[channel])
                            + zeroPoints.get(channel);
                    integers[place] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded));
                }
                yield Buffer.ofBytes(integers);
            }
            case INT4 -> {
                byte[] integers = new byte[count];
                for (int place = 0; place < count; place++) {
                    double rounded = HalvesAwayFromZero.round(
                            (double) values.get(place) / scales[place / stride % scales.length]);
                    integers[place] =
                            (byte) Math.max(-ClippedScales.LARGEST_INT4, Math.min(ClippedScales.LARGEST_INT4, rounded));
                }
                yield Buffer.ofBytes(SymmetricWeights.pack(integers));
            }
            case INT16 -> {
                float[] inverses = inverses(scales);
                short[] integers = new short[count];
                for (int place = 0; place < count; place++) {
                    int channel = place / stride % scales.length;
                    long rounded = HalvesAwayFromZero.round(values.get(place) * inverses[channel]);
                    integers[place] = (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, rounded));
                }
                yield Buffer.ofShorts(integers);
            }
            case INT32 -> {
                int[] integers = new int[count];
                for (int place = 0; place < count; place++) {
                    long rounded = HalvesAwayFromZero.round(
                            (double) values.get(place) / scales[place / stride % scales.length]);
                    integers[place] = (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, rounded));
                }
                yield Buffer.ofInts(integers);
            }
            case INT64 -> {
                long[] integers = new long[count];
                for (int place = 0; place < count; place++) {
                    integers[place] = HalvesAwayFromZero.round(
                            (double) values.get(place) / scales[place / stride % scales.length]);
                }
                yield Buffer.ofLongs(integers);
            }
            default -> throw new IllegalArgumentException("constants are not stored as " + form);
        };
        return form.applyTo(constant).withBuffer(buffer);
    }

    /** From the least to the greatest value of a constant. */
    static ValueRange range(Tensor constant) {
        FloatBuffer values = constant.buffer().asFloats();
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int place = 0; place < values.limit(); place++) {
            checkFinite(constant, values.get(place));
            min = Math.min(min, values.get(place));
            max = Math.max(max, values.get(place));
        }
        return new ValueRange(min, max);
    }

    private static int stride(Tensor constant, Quantization quantization) {
        return quantization.isPerChannel() ? constant.stride(quantization.quantizedDimension()) : 1;
    }

    // Where a scale is the largest magnitude by 127, its inverse is 127 by that magnitude: rounded once, not twice.
    private static float[] inverses(Tensor constant, Quantization quantization) {
        float[] scales = quantization.scales().toArray();
        float[] inverses = inverses(scales);
        float[] magnitudes = SymmetricWeights.magnitudes(
                constant, quantization.isPerChannel() ? quantization.quantizedDimension() : -1);
        for (int channel = 0; channel < scales.length; channel++) {
            if (scales[channel] == magnitudes[channel] / Byte.MAX_VALUE) {
                inverses[channel] = Byte.MAX_VALUE / magnitudes[channel];
            }
        }
        return inverses;
    }

    private static float[] inverses(float[] scales) {
        float[] inverses = new float[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            inverses[channel] = 1 / scales[channel];
        }
        return inverses;
    }

    /** @throws QuantizationException if a value is infinite or not a number */
    static void checkFinite(Tensor constant) {
        FloatBuffer values = constant.buffer().asFloats();
        for (int place = 0; place < values.limit(); place++) {
            checkFinite(constant, values.get(place));
        }
    }

    private static void checkFinite(Tensor constant, float value) {
        if (!Float.isFinite(value)) {
            throw new QuantizationException("the constant '" + constant.name() + "' holds " + value
                    + ", which cannot be stored as an integer; the training has diverged, or the file is damaged");
        }
    }
}
