// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.HalvesAwayFromZero;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;

/** How a tensor's values are stored. Two sides of a tensor agree when their forms are equal. */
public record TensorEncoding(TensorType type, Quantization quantization) {
    /** Plain float32. */
    public static final TensorEncoding FLOAT = new TensorEncoding(TensorType.FLOAT32, Quantization.NONE);

    private static final double LEAST_HALF_RANGE = 0.5e-6;
    private static final int INT8_LOWEST = -128;
    private static final int INT8_HIGHEST = 127;
    private static final int INT16_HIGHEST = 32767;

    /** The form that a tensor has. */
    public static TensorEncoding of(Tensor tensor) {
        return new TensorEncoding(tensor.type(), tensor.quantization());
    }

    /**
     * Scale and zero point for activations in a range.
     *
     * <p>The range is first extended to include zero, and widened to 1e-6 if it is narrower: then an integer stands for exactly zero, and no
     * scale is zero.
     *
     * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al., Quantization and Training of Neural Networks for Efficient
     *     Integer-Arithmetic-Only Inference, section 3.1</a>
     */
    static TensorEncoding ofRange(ValueRange range, ActivationType type) {
        double min = Math.min(range.min(), 0);
        double max = Math.max(range.max(), 0);
        if (Math.max(-min, max) < LEAST_HALF_RANGE) {
            min = -LEAST_HALF_RANGE;
            max = LEAST_HALF_RANGE;
        }
        return type == ActivationType.INT16 ? symmetric(Math.max(-min, max)) : asymmetric(min, max);
    }

    private static TensorEncoding symmetric(double bound) {
        return new TensorEncoding(TensorType.INT16, Quantization.perTensor((float) (bound / INT16_HIGHEST), 0));
    }

    private static TensorEncoding asymmetric(double min, double max) {
        float scale = (float) ((max - min) / (INT8_HIGHEST - INT8_LOWEST));
        // From the end that is nearer to zero, as the other one carries more of the scale's rounding.
        double exact = -min <= max ? INT8_LOWEST - min / scale : INT8_HIGHEST - max / scale;
        long nearest = HalvesAwayFromZero.round(exact);
        long zeroPoint = Math.max(INT8_LOWEST, Math.min(INT8_HIGHEST, nearest));
        return new TensorEncoding(TensorType.INT8, Quantization.perTensor(scale, zeroPoint));
    }

    /** Whether every value of a range is within one step of a value that this form stands for. */
    boolean covers(ValueRange range) {
        double scale = quantization.scales().get(0);
        long zeroPoint = quantization.zeroPoints().get(0);
        boolean isInt8 = type == TensorType.INT8;
        double lowest = ((isInt8 ? INT8_LOWEST : -INT16_HIGHEST - 1) - zeroPoint) * scale;
        double highest = ((isInt8 ? INT8_HIGHEST : INT16_HIGHEST) - zeroPoint) * scale;
        // Kernels saturate a value one step beyond, such as the 1.0 of a softmax.
        return range.min() >= lowest - scale && range.max() <= highest + scale;
    }

    /** Whether it is another than plain float32. */
    public boolean isInteger() {
        return type != TensorType.FLOAT32;
    }

    /** The same values in uint8, for an int8 form: all integers 128 higher. */
    TensorEncoding inUint8() {
        return new TensorEncoding(
                TensorType.UINT8,
                Quantization.perTensor(
                        quantization.scales().get(0), quantization.zeroPoints().get(0) + 128));
    }

    /** The same zero point, and a coarser scale where this one is finer. */
    TensorEncoding withScaleOfAtLeast(float least) {
        return quantization.scales().get(0) >= least
                ? this
                : new TensorEncoding(
                        type,
                        Quantization.perTensor(least, quantization.zeroPoints().get(0)));
    }

    /**
     * A float constant in this form, as the quantizer would store it.
     *
     * @throws io.espalier.lite.QuantizationException if a value is infinite or not a number
     */
    public Tensor encode(Tensor constant) {
        return IntegerConstants.encode(constant, this);
    }

    Tensor applyTo(Tensor tensor) {
        return tensor.withType(type).withQuantization(quantization);
    }

    /** Such as {@code INT8 scale 0.0039215 zero point -128}. */
    @Override
    public String toString() {
        if (quantization.scales().isEmpty()) {
            return type.name();
        }
        return quantization.isPerChannel()
                ? type + " with " + quantization.scales().size() + " scales along dimension "
                        + quantization.quantizedDimension()
                : type + " scale " + quantization.scales().get(0) + " zero point "
                        + quantization.zeroPoints().get(0);
    }
}
