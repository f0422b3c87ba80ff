// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the header of an .npy file of text says. All strings take the same room, filled up with zeros.
 *
 * @param charset UTF-32 in the file's byte order, or UTF-8
 * @param room the bytes of one string
 */
record TextHeader(Charset charset, int room, List<Integer> shape) {
    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 64;

    /**
     * @param characters whether strings are of characters of four bytes; otherwise of bytes
     * @param length of each string
     * @param dimensions as the file says, perhaps absurd
     */
    static TextHeader of(boolean characters, int length, ByteOrder order, List<Long> dimensions, String where) {
        Charset wide = Charset.forName(order == ByteOrder.LITTLE_ENDIAN ? "UTF-32LE" : "UTF-32BE");
        long room = characters ? 4L * length : length;
        // Strings that take no room in the file still take some in memory.
        long bytes = Math.max(1, room);
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > LARGEST_BUFFER / bytes) {
                throw new DataFormatException(where + ": the header has the shape " + dimensions + " of strings of "
                        + length + "; text must be smaller than 2 GiB");
            }
            bytes *= Math.max(1, dimension);
        }
        return new TextHeader(
                characters ? wide : StandardCharsets.UTF_8,
                (int) room,
                dimensions.stream().map(Math::toIntExact).toList());
    }

    /** Decodes a stream to its end. */
    TextArray read(InputStream stream, String where) throws IOException {
        int count = shape.stream().reduce(1, Math::multiplyExact);
        byte[] bytes = stream.readNBytes(count * room);
        if (bytes.length < count * room || stream.read() >= 0) {
            throw new DataFormatException(where + ": "
                    + (bytes.length < count * room ? "truncated" : "longer than its header says") + ": shape " + shape
                    + " of strings of " + room + " bytes needs " + count * room + " bytes after the header");
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(string(ByteBuffer.wrap(bytes, i * room, room), i, where));
        }
        return new TextArray(shape, strings);
    }

    private String string(ByteBuffer stored, int index, String where) {
        int unit = charset.equals(StandardCharsets.UTF_8) ? 1 : 4;
        int end = stored.limit();
        while (end > stored.position() && isZero(stored, end - unit, unit)) {
            end -= unit;
        }
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(stored.limit(end))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DataFormatException(where + ": string " + index + " is not valid " + charset.name(), e);
        }
    }

    private static boolean isZero(ByteBuffer stored, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (stored.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
