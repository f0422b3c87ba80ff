// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.TensorType;
import java.util.Locale;

/** The type of the inputs or outputs of a quantized model. */
public enum BoundaryType {
    /** float32; the model quantizes and dequantizes itself. */
    FLOAT32(TensorType.FLOAT32),
    /** For models with int8 activations. */
    INT8(TensorType.INT8),
    /** For models with int8 activations, shifted by 128: the bytes of an image. */
    UINT8(TensorType.UINT8),
    /** For models with int16 activations. */
    INT16(TensorType.INT16);

    private final TensorType tensorType;

    BoundaryType(TensorType tensorType) {
        this.tensorType = tensorType;
    }

    /** The type that tensors have in the graph. */
    public TensorType tensorType() {
        return tensorType;
    }

    /** The name in recipes and on the command line, such as {@code uint8}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
