// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.ElementSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows in memory. */
final class BufferRows implements Rows {
    private final ElementSpec spec;
    private final int size;
    private final ByteBuffer data;

    /** @param data exactly the rows, in native byte order, from position 0 to its limit */
    BufferRows(ElementSpec spec, int size, ByteBuffer data) {
        if ((long) size * spec.bytes() != data.limit()) {
            throw new IllegalArgumentException(size + " rows of " + spec + " need " + (long) size * spec.bytes()
                    + " bytes, but the buffer has " + data.limit());
        }
        this.spec = spec;
        this.size = size;
        this.data = data.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public ElementSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer target) {
        int bytes = spec.bytes();
        ConsecutiveRuns.forEach(indices, from, count, size, (first, rows) -> {
            int length = rows * bytes;
            target.put(target.position(), data, first * bytes, length);
            target.position(target.position() + length);
        });
    }
}
