// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The idx format of the MNIST data sets: two zero bytes, a type code, the number of dimensions, the dimensions as big-endian
 * int32, the numbers big-endian and row-major. See the end of <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>.
 */
public final class IdxFile {
    private static final int MAX_DIMENSIONS = 8;

    private IdxFile() {}

    /**
     * Reads a file, plain or gzip by its first bytes.
     *
     * @throws DataFormatException if it is no idx file, is cut short or holds more than its header says
     * @throws UncheckedIOException if it cannot be read
     */
    public static NumericArray read(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            stream.mark(2);
            boolean gzip = stream.read() == 0x1f && stream.read() == 0x8b;
            stream.reset();
            return gzip ? readGzip(stream, file.toString()) : readPlain(stream, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a gzip-compressed idx file to its end.
     *
     * @param where names the stream in messages
     */
    public static NumericArray readGzip(InputStream stream, String where) throws IOException {
        try {
            return readPlain(new GZIPInputStream(stream, 1 << 16), where);
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(
                    where + ": the gzip data are broken or cut short (" + e.getMessage() + "); get the file again", e);
        }
    }

    private static NumericArray readPlain(InputStream stream, String where) throws IOException {
        DataInputStream header = new DataInputStream(stream);
        byte[] start = header.readNBytes(4);
        int dimensions = start.length < 4 ? 0 : start[3];
        byte[] sizes = header.readNBytes(4 * Math.max(0, Math.min(dimensions, MAX_DIMENSIONS)));
        Header parsed = Header.parse(
                ByteBuffer.allocate(start.length + sizes.length)
                        .put(start)
                        .put(sizes)
                        .flip(),
                where);
        int expected = Math.toIntExact(parsed.numberBytes());
        // readNBytes grows with what arrives, so a header that promises too much allocates nothing.
        ByteBuffer numbers = ByteBuffer.wrap(stream.readNBytes(expected));
        parsed.requireLength(numbers.remaining() + (stream.read() < 0 ? 0 : 1), where);
        return NumericArray.decode(parsed.type, parsed.shape, direct(numbers));
    }

    /**
     * Parses a whole plain idx file that is in memory already; bytes are not copied.
     *
     * @param where names the content in messages
     */
    public static NumericArray parse(ByteBuffer content, String where) {
        ByteBuffer rest = content.slice().order(ByteOrder.BIG_ENDIAN);
        Header header = Header.parse(rest, where);
        header.requireLength(rest.remaining(), where);
        return NumericArray.decode(header.type, header.shape, rest);
    }

    /** Writes an array as a plain idx file. */
    public static void write(NumericArray array, WritableByteChannel channel) throws IOException {
        if (array.type() == ElementType.INT64) {
            throw new IllegalArgumentException("idx has no type for INT64");
        }
        ByteBuffer content =
                ByteBuffer.allocate(4 + 4 * array.shape().size() + array.data().limit());
        content.putShort((short) 0).put((byte) code(array.type())).put((byte)
                array.shape().size());
        array.shape().forEach(content::putInt);
        if (array.type() == ElementType.UINT8) {
            content.put(array.data().duplicate());
        } else {
            content.asIntBuffer()
                    .put(array.data().duplicate().order(ByteOrder.nativeOrder()).asIntBuffer());
            content.position(content.limit());
        }
        content.flip();
        while (content.hasRemaining()) {
            channel.write(content);
        }
    }

    private static int code(ElementType type) {
        return switch (type) {
            case UINT8 -> 0x08;
            case INT32 -> 0x0c;
            case FLOAT32 -> 0x0d;
            case INT64 -> throw new IllegalArgumentException("idx has no type for INT64");
        };
    }

    private static ByteBuffer direct(ByteBuffer heap) {
        ByteBuffer copy = ByteBuffer.allocateDirect(heap.remaining()).order(ByteOrder.BIG_ENDIAN);
        return copy.put(heap).flip();
    }

    private record Header(StoredType type, List<Integer> shape, long numberBytes) {
        static Header parse(ByteBuffer content, String where) {
            if (content.remaining() < 4) {
                throw new DataFormatException(
                        where + ": an idx file starts with 4 bytes of type and dimensions, but it has only "
                                + content.remaining() + " bytes");
            }
            int magic = content.getInt();
            StoredType type = magic >>> 16 == 0 ? type((magic >> 8) & 0xff) : null;
            int dimensions = magic & 0xff;
            if (type == null || dimensions > MAX_DIMENSIONS) {
                throw new DataFormatException(String.format(
                        "%s: not an idx file: it starts with 0x%08x, expected 0x00000801 for labels, 0x00000803 for pictures",
                        where, magic));
            }
            if (content.remaining() < 4 * dimensions) {
                throw new DataFormatException(where + ": cut short at offset " + content.limit() + ", within the "
                        + dimensions + " dimensions of the idx header");
            }
            List<Integer> shape = new ArrayList<>();
            boolean empty = false;
            long bytes = type.bytes();
            for (int i = 0; i < dimensions; i++) {
                int dimension = content.getInt();
                shape.add(dimension);
                empty |= dimension == 0;
                // An empty array may still have a row too large to address, so zeros do not hide the other dimensions.
                bytes = dimension < 0 || bytes > Integer.MAX_VALUE ? Long.MAX_VALUE : bytes * Math.max(1, dimension);
            }
            if (bytes > Integer.MAX_VALUE - 64) {
                throw new DataFormatException(where + ": the idx header says shape "
                        + shape.stream().map(Integer::toUnsignedString).toList() + " of " + type
                        + "; more than 2 GiB cannot be read from idx, use npy for that");
            }
            return new Header(type, List.copyOf(shape), empty ? 0 : bytes);
        }

        void requireLength(long actual, String where) {
            if (actual == numberBytes) {
                return;
            }
            String relation = actual < numberBytes ? "cut short" : "longer than its header says";
            throw new DataFormatException(where + ": " + relation + ": shape " + shape + " of " + type + " needs "
                    + numberBytes + " bytes after the header, but there are "
                    + (actual < numberBytes ? "" : "at least ") + actual);
        }

        private static @Nullable StoredType type(int code) {
            return switch (code) {
                case 0x08 -> StoredType.UINT8;
                case 0x09 -> StoredType.INT8;
                case 0x0b -> StoredType.INT16;
                case 0x0c -> StoredType.INT32;
                case 0x0d -> StoredType.FLOAT32;
                case 0x0e -> StoredType.FLOAT64;
                default -> null;
            };
        }
    }
}
