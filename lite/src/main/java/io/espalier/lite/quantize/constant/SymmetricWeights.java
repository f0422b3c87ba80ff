// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Quantization;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;

/**
 * Weights as integers around a zero point of 0, from -127 to 127 or from -7 to 7, each channel with a scale of its own or all with one.
 *
 * <p>The largest magnitude of a channel becomes the largest integer. As in TensorFlow's converter a weight is divided in double precision
 * by the scale before that is rounded to float32, and halves are rounded away from zero; the integers are then equal to its.
 *
 * @see <a href="https://ai.google.dev/edge/litert/models/quantization_spec">TFLite 8-bit quantization specification</a>
 */
public final class SymmetricWeights {
    /** A channel with nothing above this counts as having this: a scale of zero would have no inverse. */
    public static final double LEAST_MAGNITUDE = 0.5e-6;

    private SymmetricWeights() {}

    /**
     * The constant in int8, with scales along {@code axis}.
     *
     * @throws QuantizationException if a weight is infinite or not a number
     */
    public static Tensor quantize(Tensor weights, int axis) {
        return quantize(weights, TensorType.INT8, axis);
    }

    /** The constant in int8 or int4, with scales along {@code axis} or one for all. */
    static Tensor quantize(Tensor weights, TensorType type, int axis) {
        FloatBuffer values = weights.buffer().asFloats();
        boolean perTensor = axis == ConstantEncoding.PER_TENSOR;
        int channels = perTensor ? 1 : weights.shape().get(axis);
        int stride = perTensor ? values.limit() : weights.stride(axis);
        int largest = (1 << (type.bits() - 1)) - 1;
        double[] magnitudes = new double[channels];
        for (int place = 0; place < values.limit(); place++) {
            int channel = place / stride % channels;
            magnitudes[channel] = Math.max(magnitudes[channel], magnitude(weights, values.get(place)));
        }
        double[] scales = new double[channels];
        float[] storedScales = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            scales[channel] = Math.max(magnitudes[channel], LEAST_MAGNITUDE) / largest;
            storedScales[channel] = (float) scales[channel];
        }
        byte[] integers = new byte[values.limit()];
        for (int place = 0; place < integers.length; place++) {
            integers[place] = (byte) HalvesAwayFromZero.round(values.get(place) / scales[place / stride % channels]);
        }
        return weights.withType(type)
                .withBuffer(Buffer.ofBytes(type == TensorType.INT4 ? pack(integers) : integers))
                .withQuantization(
                        perTensor
                                ? Quantization.perTensor(storedScales[0], 0)
                                : Quantization.perChannel(Floats.of(storedScales), axis));
    }

    private static double magnitude(Tensor weights, float value) {
        if (!Float.isFinite(value)) {
            throw new QuantizationException("weights '" + weights.name() + "' hold " + value
                    + ", which cannot be stored as an integer; the training has diverged, or the file is damaged");
        }
        return Math.abs(value);
    }

    /** Two integers of four bits a byte, the first in the low bits; the last byte is filled up with 0. */
    public static byte[] pack(byte... integers) {
        byte[] packed = new byte[(integers.length + 1) / 2];
        for (int place = 0; place < integers.length; place++) {
            packed[place / 2] |= (byte) ((integers[place] & 0xF) << (place % 2 * 4));
        }
        return packed;
    }
}
