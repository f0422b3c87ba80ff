// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import java.util.List;
import java.util.Locale;

/** The types of elements, in the order of {@code TensorProto.DataType}. */
public enum OnnxType {
    /** Not said, no tensor, or of a type that is newer than these. */
    UNKNOWN,
    FLOAT32,
    UINT8,
    INT8,
    UINT16,
    INT16,
    INT32,
    INT64,
    STRING,
    BOOL,
    FLOAT16,
    FLOAT64,
    UINT32,
    UINT64,
    COMPLEX64,
    COMPLEX128,
    BFLOAT16,
    FLOAT8E4M3FN,
    FLOAT8E4M3FNUZ,
    FLOAT8E5M2,
    FLOAT8E5M2FNUZ,
    UINT4,
    INT4,
    FLOAT4E2M1;

    private static final List<OnnxType> ALL = List.of(values());

    /** That of a number in a file. */
    static OnnxType of(long number) {
        return number > 0 && number < ALL.size() ? ALL.get((int) number) : UNKNOWN;
    }

    /** As types are written in code. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
