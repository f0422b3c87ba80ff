// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Quantization;
import io.espalier.lite.calibrate.Range;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.HalvesAwayFromZero;
import io.espalier.lite.schema.TensorType;

/**
 * Scale and zero point for a range of activations.
 *
 * <p>A range is first extended to hold zero, and widened to 1e-6 where it is narrower; so zero is stood for exactly, and no scale is
 * zero.
 *
 * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al., Quantization and Training of Neural Networks for Efficient
 *     Integer-Arithmetic-Only Inference, section 3.1</a>
 */
final class AffineEncodings {
    private static final double LEAST_HALF_RANGE = 0.5e-6;
    private static final int INT8_LOWEST = -128;
    private static final int INT8_HIGHEST = 127;
    private static final int INT16_HIGHEST = 32767;

    private AffineEncodings() {}

    static TensorEncoding of(Range range, ActivationType type) {
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

    /** Whether every value of the range is within a step of one that the form stands for. */
    static boolean covers(TensorEncoding form, Range range) {
        double scale = form.quantization().scales().get(0);
        long zeroPoint = form.quantization().zeroPoints().get(0);
        boolean isInt8 = form.type() == TensorType.INT8;
        double lowest = ((isInt8 ? INT8_LOWEST : -INT16_HIGHEST - 1) - zeroPoint) * scale;
        double highest = ((isInt8 ? INT8_HIGHEST : INT16_HIGHEST) - zeroPoint) * scale;
        // A step beyond is what kernels saturate themselves, such as the 1.0 of a softmax.
        return range.min() >= lowest - scale && range.max() <= highest + scale;
    }
}
