// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The runtime's form of strings: an int32 with their number, one for where each begins and one for where the last ends, counted from the start,
 * then the characters. Kernels trust these numbers.
 */
public final class StringValues {
    private StringValues() {}

    /** Strings without characters. */
    public static ByteBuffer empty(int count) {
        return of(Collections.nCopies(count, ""));
    }

    /** These strings, in UTF-8. */
    public static ByteBuffer of(List<String> strings) {
        List<byte[]> encoded = strings.stream()
                .map(string -> string.getBytes(StandardCharsets.UTF_8))
                .toList();
        int offset = Math.multiplyExact(encoded.size() + 2, Integer.BYTES);
        int bytes = encoded.stream().mapToInt(string -> string.length).reduce(offset, Math::addExact);
        ByteBuffer values = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        values.putInt(encoded.size());
        for (byte[] string : encoded) {
            values.putInt(offset);
            offset += string.length;
        }
        values.putInt(offset);
        encoded.forEach(values::put);
        return values.flip();
    }

    /**
     * What is wrong with the bytes of so many strings, from the buffer's position on, which does not move.
     *
     * @return empty if nothing is
     */
    public static Optional<String> fault(ByteBuffer values, int count) {
        ByteBuffer bytes = values.slice().order(ByteOrder.nativeOrder());
        if (bytes.limit() < Integer.BYTES || bytes.getInt(0) != count) {
            return Optional.of("the number of strings must come first, " + count);
        }
        long start = (count + 2L) * Integer.BYTES;
        if (start > bytes.limit()) {
            return Optional.of("the starts of " + count + " strings need " + start + " bytes, not " + bytes.limit());
        }
        long last = start;
        for (int i = 0; i <= count; i++) {
            int offset = bytes.getInt((i + 1) * Integer.BYTES);
            if (offset < last || offset > bytes.limit()) {
                return Optional.of("string " + i + " starts at " + offset + ", which is not within " + last + " to "
                        + bytes.limit());
            }
            last = offset;
        }
        return Optional.empty();
    }
}
