// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensorflow.DataType;

/** Who runs the graph. */
public enum Dialect {
    /** TensorFlow, on any processor. */
    TENSORFLOW,
    /** TF.js 4, which knows fewer operators and types. */
    TFJS;

    /**
     * The type of elements of this type that are not quantized.
     *
     * @throws UnsupportedPartException if there is none
     */
    DataType type(TensorType type) {
        boolean isFull = this == TENSORFLOW;
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT16 -> isFull ? DataType.HALF : DataType.FLOAT;
            case FLOAT64 -> isFull ? DataType.DOUBLE : DataType.FLOAT;
            case INT32 -> DataType.INT32;
            case INT64 -> isFull ? DataType.INT64 : DataType.INT32;
            case INT16 -> isFull ? DataType.INT16 : DataType.INT32;
            case INT8 -> isFull ? DataType.INT8 : DataType.INT32;
            case UINT8 -> isFull ? DataType.UINT8 : DataType.INT32;
            case UINT16 -> isFull ? DataType.UINT16 : DataType.INT32;
            case UINT32 -> isFull ? DataType.UINT32 : DataType.INT32;
            case UINT64 -> isFull ? DataType.UINT64 : DataType.INT32;
            case BOOL -> DataType.BOOL;
            case BFLOAT16 -> isFull ? DataType.BFLOAT16 : DataType.FLOAT;
            default -> throw new UnsupportedPartException("tensors of type " + type);
        };
    }
}
