// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/** The type of the numbers of an example, as they are stored. */
public enum ElementType {
    UINT8(1),
    INT32(4),
    INT64(8),
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
