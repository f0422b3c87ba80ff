// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.schema.TensorType;
import java.util.Arrays;
import java.util.Optional;

/** The types in which values go through a network. */
public enum ActivationType {
    FLOAT32(TensorType.FLOAT32),
    INT8(TensorType.INT8),
    /** Values in 16 bits; weights beside them are in 8. */
    INT16(TensorType.INT16);

    private final TensorType tensorType;

    ActivationType(TensorType tensorType) {
        this.tensorType = tensorType;
    }

    public TensorType tensorType() {
        return tensorType;
    }

    /** Empty for a type in which no activation is, such as that of indices. */
    public static Optional<ActivationType> of(TensorType type) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.tensorType == type)
                .findFirst();
    }
}
