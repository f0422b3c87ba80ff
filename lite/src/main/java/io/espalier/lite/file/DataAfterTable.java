// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data of a large model, which lie after its table, since offsets inside the table reach 2 GiB only. Each is told where it
 * will lie in the file.
 */
final class DataAfterTable {

    private static final int ALIGNMENT = 16;

    private final long start;
    private final Map<Buffer, Long> offsets = new LinkedHashMap<>();
    private long size;

    /**
     * @param start where the first of them lies, counted from the start of the file
     */
    DataAfterTable(long start) {
        this.start = start;
    }

    long place(Buffer buffer) {
        Long known = offsets.get(buffer);
        if (known != null) {
            return known;
        }
        long offset = start + size;
        offsets.put(buffer, offset);
        size += align(buffer.size());
        return offset;
    }

    /** Every buffer with its offset from the start of the file, ascending. */
    Map<Buffer, Long> offsets() {
        return offsets;
    }

    static long align(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
