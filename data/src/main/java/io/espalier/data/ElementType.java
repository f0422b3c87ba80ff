// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/** The type of stored numbers. */
public enum ElementType {
    /** Unsigned 8-bit integers, such as the bytes of images. */
    UINT8(1),
    /** Signed 32-bit integers, such as class numbers. */
    INT32(4),
    /** Signed 64-bit integers. */
    INT64(8),
    /** IEEE 754 single precision. */
    FLOAT32(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one number in bytes. */
    public int bytes() {
        return bytes;
    }
}
