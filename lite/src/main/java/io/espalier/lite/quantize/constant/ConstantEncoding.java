// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.Locale;

/**
 * In which form a float32 constant is stored.
 *
 * @param type FLOAT16, INT8 or INT4
 * @param axis the dimension of the channels, or {@link #PER_TENSOR}; it means nothing for FLOAT16
 * @param dequantized whether a DEQUANTIZE makes float32 of it again in front of the operator, because its kernel takes nothing else
 */
public record ConstantEncoding(TensorType type, int axis, boolean dequantized) {
    /** The axis of a form that has one scale for the whole tensor. */
    public static final int PER_TENSOR = -1;

    /** Half precision, which no kernel but DEQUANTIZE takes. */
    public static final ConstantEncoding FLOAT16 = new ConstantEncoding(TensorType.FLOAT16, PER_TENSOR, true);

    /** The constant in this form, of the same name. */
    Tensor store(Tensor constant) {
        return type == TensorType.FLOAT16
                ? HalfPrecision.store(constant)
                : SymmetricWeights.quantize(constant, type, axis);
    }

    /** What the name of a constant ends in if it had to be stored in another form too. */
    public String suffix() {
        return "/" + type.name().toLowerCase(Locale.ROOT);
    }
}
