// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.TensorType;
import java.util.Locale;

/** The type of what a quantized model takes or gives. */
public enum BoundaryType {
    /** Real numbers; the model quantizes and dequantizes them itself. */
    FLOAT32(TensorType.FLOAT32),
    /** For models with activations in int8. */
    INT8(TensorType.INT8),
    /** For models with activations in int8, 128 higher: what bytes of pictures are. */
    UINT8(TensorType.UINT8),
    /** For models with activations in int16. */
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
