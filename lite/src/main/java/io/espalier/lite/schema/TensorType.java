// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema;

import java.util.List;
import java.util.Optional;

/** The element types of tensors, in the order of the schema's values. */
public enum TensorType {
    FLOAT32(32),
    FLOAT16(16),
    INT32(32),
    UINT8(8),
    INT64(64),
    /** Strings of any length: a count, offsets, then the characters. */
    STRING(0),
    BOOL(8),
    INT16(16),
    COMPLEX64(64),
    INT8(8),
    FLOAT64(64),
    COMPLEX128(128),
    UINT64(64),
    /** A handle to state, such as a variable; it has no data in a file. */
    RESOURCE(0),
    /** A value of a type known only when the model runs, such as a list of tensors; it has no data in a file. */
    VARIANT(0),
    UINT32(32),
    UINT16(16),
    /** Two elements a byte, the first in the low bits. */
    INT4(4),
    BFLOAT16(16),
    /** Four elements a byte, the first in the low bits. */
    INT2(2),
    /** Two elements a byte, the first in the low bits. */
    UINT4(4);

    private static final List<TensorType> ALL = List.of(values());

    private final int bits;

    TensorType(int bits) {
        this.bits = bits;
    }

    /** The number that a file holds for this type. */
    // The constants are in the order of the schema's numbers, and stay so.
    /** The number of this constant in TFLite's schema. */
    @SuppressWarnings("EnumOrdinal")
    public int code() {
        return ordinal();
    }

    /** Bits of one element; 0 where elements have no fixed size. */
    public int bits() {
        return bits;
    }

    /** Bytes that so many packed elements take, rounded up to whole bytes; 0 where elements have no fixed size. */
    public long bytes(long elements) {
        return (Math.multiplyExact(elements, bits) + 7) / 8;
    }

    /** The type with this code; empty where the schema has none. */
    public static Optional<TensorType> ofCode(int code) {
        return code >= 0 && code < ALL.size() ? Optional.of(ALL.get(code)) : Optional.empty();
    }
}
