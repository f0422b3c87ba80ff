// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;

/** How a tensor's values are stored. Two sides of a tensor agree when their forms are equal. */
public record TensorEncoding(TensorType type, Quantization quantization) {
    /** Plain float32. */
    public static final TensorEncoding FLOAT = new TensorEncoding(TensorType.FLOAT32, Quantization.NONE);

    /** The form that a tensor has. */
    public static TensorEncoding of(Tensor tensor) {
        return new TensorEncoding(tensor.type(), tensor.quantization());
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
