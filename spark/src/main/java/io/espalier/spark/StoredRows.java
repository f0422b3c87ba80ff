// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Rows of bytes, in the byte order of the machine that stored them. */
final class StoredRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final int rowBytes;
    private final byte[] bytes;

    private StoredRows(int rowBytes, byte[] bytes) {
        this.rowBytes = rowBytes;
        this.bytes = bytes;
    }

    /** Rows of zeros, to be written to. */
    static StoredRows of(int rows, int rowBytes) {
        return new StoredRows(rowBytes, new byte[Math.multiplyExact(rows, rowBytes)]);
    }

    /** All of them, to write to. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    void copy(int row, ByteBuffer into) {
        int rows = rowBytes == 0 ? Integer.MAX_VALUE : bytes.length / rowBytes;
        into.put(bytes, Objects.checkIndex(row, rows) * rowBytes, rowBytes);
    }
}
