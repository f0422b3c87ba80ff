// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Quantization;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.WeightGrid;
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
        int largest = WeightGrid.largest(type.bits());
        double[] scales = scales(weights, type, axis);
        int stride = perTensor ? values.limit() : weights.stride(axis);
        byte[] integers = new byte[values.limit()];
        for (int place = 0; place < integers.length; place++) {
            long nearest = HalvesAwayFromZero.round(values.get(place) / scales[place / stride % scales.length]);
            integers[place] = (byte) Math.max(-largest, Math.min(largest, nearest));
        }
        float[] storedScales = new float[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            storedScales[channel] = (float) scales[channel];
        }
        return weights.withType(type)
                .withTrained(TrainedValues.NONE)
                .withBuffer(Buffer.ofBytes(type == TensorType.INT4 ? pack(integers) : integers))
                .withQuantization(
                        perTensor
                                ? Quantization.perTensor(storedScales[0], 0)
                                : Quantization.perChannel(Floats.of(storedScales), axis));
    }

    // Weights that were rounded before say by which scales.
    private static double[] scales(Tensor weights, TensorType type, int axis) {
        float[] magnitudes = magnitudes(weights, axis);
        int largest = WeightGrid.largest(type.bits());
        boolean isRounded = weights.trained()
                        .grid()
                        .filter(grid -> grid.bits() == type.bits())
                        .isPresent()
                && weights.trained().scales().size() == magnitudes.length;
        if (isRounded) {
            return weights.trained().scales().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
        float[] covered = type == TensorType.INT4 ? ClippedScales.magnitudes(weights, axis) : magnitudes;
        double[] scales = new double[covered.length];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = Math.max(covered[channel], LEAST_MAGNITUDE) / largest;
        }
        return scales;
    }

    /**
     * The largest magnitude along {@code axis}, one for each index; or one in all where the axis is -1.
     *
     * @throws QuantizationException if a weight is infinite or not a number
     */
    public static float[] magnitudes(Tensor weights, int axis) {
        FloatBuffer values = weights.buffer().asFloats();
        int channels = axis < 0 ? 1 : weights.shape().get(axis);
        int stride = axis < 0 ? 1 : weights.stride(axis);
        float[] magnitudes = new float[channels];
        for (int place = 0; place < values.limit(); place++) {
            float value = values.get(place);
            checkFinite(weights, value);
            int channel = place / stride % channels;
            magnitudes[channel] = Math.max(magnitudes[channel], Math.abs(value));
        }
        return magnitudes;
    }

    private static void checkFinite(Tensor weights, float value) {
        if (!Float.isFinite(value)) {
            throw new QuantizationException("weights '" + weights.name() + "' hold " + value
                    + ", which cannot be stored as an integer; the training has diverged, or the file is damaged");
        }
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
