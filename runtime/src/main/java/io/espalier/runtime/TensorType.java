// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** The type of a tensor's elements, as the runtime has it in memory. */
public enum TensorType {
    FLOAT32(tensorflowlite.kTfLiteFloat32, 4),
    FLOAT16(tensorflowlite.kTfLiteFloat16, 2),
    FLOAT64(tensorflowlite.kTfLiteFloat64, 8),
    BFLOAT16(tensorflowlite.kTfLiteBFloat16, 2),
    INT8(tensorflowlite.kTfLiteInt8, 1),
    INT16(tensorflowlite.kTfLiteInt16, 2),
    INT32(tensorflowlite.kTfLiteInt32, 4),
    INT64(tensorflowlite.kTfLiteInt64, 8),
    UINT8(tensorflowlite.kTfLiteUInt8, 1),
    UINT16(tensorflowlite.kTfLiteUInt16, 2),
    UINT32(tensorflowlite.kTfLiteUInt32, 4),
    UINT64(tensorflowlite.kTfLiteUInt64, 8),
    BOOL(tensorflowlite.kTfLiteBool, 1),
    COMPLEX64(tensorflowlite.kTfLiteComplex64, 8),
    COMPLEX128(tensorflowlite.kTfLiteComplex128, 16),
    /** Anything whose elements have no fixed size of whole bytes: strings, resources, packed int4. */
    OPAQUE(tensorflowlite.kTfLiteNoType, 0);

    private final int code;
    private final int bytes;

    TensorType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The size of one element in bytes; 0 for {@link #OPAQUE}. */
    public int bytes() {
        return bytes;
    }

    public static TensorType ofCode(int code) {
        for (TensorType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return OPAQUE;
    }
}
