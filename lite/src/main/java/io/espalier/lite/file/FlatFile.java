// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of a FlatBuffers file, every access to which is checked.
 *
 * <p>Vectors and strings are decoded once for each place in the file, and all of them together may not be longer than the file:
 * a damaged file in which many tables point to one long vector costs no more memory than a sound one.
 */
final class FlatFile {

    /** Where the data beyond the reach of one ByteBuffer come from: {@code size} bytes from {@code offset}. */
    interface Regions {
        ByteBuffer read(long offset, int size) throws IOException;
    }

    /** The limit that FlatBuffers' own verifier has. */
    private static final int MAX_TABLES = 1_000_000;

    private final String name;
    private final ByteBuffer bytes;
    private final long fileSize;
    private final Regions regions;
    private final Map<Long, Object> decoded = new HashMap<>();
    private long bytesDecoded;
    private int tables;

    /**
     * @param bytes the file from its start; of a file larger than a ByteBuffer can hold, as much as one holds
     */
    FlatFile(String name, ByteBuffer bytes, long fileSize, Regions regions) {
        this.name = name;
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.fileSize = fileSize;
        this.regions = regions;
    }

    /** The root table, after the identifier was checked. */
    FlatTable root(String identifier, String tableName, int slots) {
        if (bytes.limit() < 8) {
            throw problem(0, "a model has at least 8 bytes, but this file has " + fileSize + "; it is truncated");
        }
        byte[] found = new byte[4];
        bytes.get(Slots.IDENTIFIER_PLACE, found);
        if (!identifier.equals(new String(found, StandardCharsets.ISO_8859_1))) {
            throw problem(
                    Slots.IDENTIFIER_PLACE,
                    "not a TFLite model: its identifier should be '" + identifier + "' but is '" + printable(found)
                            + "'");
        }
        return table(0, tableName, slots);
    }

    /** The table that the offset stored at {@code place} leads to. */
    FlatTable table(int place, String tableName, int slots) {
        if (++tables > MAX_TABLES) {
            throw problem(place, "the file has more than " + MAX_TABLES + " tables; it is damaged");
        }
        return new FlatTable(this, follow(place), tableName, slots);
    }

    /** Where the unsigned 32-bit offset stored at {@code place} leads. */
    int follow(int place) {
        check(place, 4, "an offset");
        long target = place + Integer.toUnsignedLong(bytes.getInt(place));
        check(target, 4, "what the offset at byte " + place + " leads to");
        return (int) target;
    }

    /** The number of elements of the vector at {@code start}, all of which are in the file. */
    int vectorLength(int start, int width) {
        check(start, 4, "the length of a vector");
        long length = Integer.toUnsignedLong(bytes.getInt(start));
        check(start + 4L, length * width, "a vector of " + length + " elements");
        return (int) length;
    }

    Buffer view(int start, int size) {
        check(start, size, size + " bytes of data");
        return Buffer.view(bytes.slice(start, size));
    }

    /** Bytes that lie anywhere in the file, after the table in a large model. */
    Buffer region(int place, long offset, long size) {
        if (offset < 0 || size < 0 || offset > fileSize || size > fileSize - offset) {
            throw problem(
                    place,
                    size + " bytes of data at byte " + offset + " extend past the end of the file of " + fileSize
                            + " bytes; it is truncated");
        }
        if (size > Integer.MAX_VALUE) {
            throw problem(place, "a buffer of " + size + " bytes is larger than the maximum of 2 GiB");
        }
        if (offset + size <= bytes.limit()) {
            return view((int) offset, (int) size);
        }
        try {
            return Buffer.view(regions.read(offset, (int) size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String string(int start) {
        return once(start, 'S', 1, length -> {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes.slice(start + 4, length))
                        .toString();
            } catch (CharacterCodingException e) {
                throw problem(start, "a string of " + length + " bytes is not UTF-8; the file is damaged");
            }
        });
    }

    /** Makes the value of a vector, given its length. */
    interface Decoder<T> {
        T decode(int length);
    }

    /** The value of the vector at {@code start}, decoded at its first use. {@code kind} tells kinds of values apart. */
    // A place and a kind always lead to a value of one type.
    @SuppressWarnings("unchecked")
    <T> T once(int start, char kind, int width, Decoder<T> decoder) {
        long key = ((long) start << 16) | kind;
        Object known = decoded.get(key);
        if (known == null) {
            int length = vectorLength(start, width);
            bytesDecoded += 4L + (long) length * width;
            if (bytesDecoded > fileSize) {
                throw problem(start, "the vectors of the file overlap each other; it is damaged");
            }
            known = decoder.decode(length);
            decoded.put(key, known);
        }
        return (T) known;
    }

    /** The bytes themselves, for places that were checked. */
    ByteBuffer bytes() {
        return bytes;
    }

    void check(long start, long size, String what) {
        if (start < 0 || size < 0 || start > bytes.limit() || size > bytes.limit() - start) {
            throw problem(
                    start,
                    what + " needs bytes " + start + " to " + (start + size) + ", but the file has " + fileSize
                            + "; it is damaged or truncated: download or convert it again");
        }
    }

    LiteFormatException problem(long offset, String problem) {
        return new LiteFormatException(name, offset, problem);
    }

    private static String printable(byte[] characters) {
        StringBuilder text = new StringBuilder();
        for (byte character : characters) {
            text.append(character >= ' ' && character < 127 ? (char) character : '?');
        }
        return text.toString();
    }
}
