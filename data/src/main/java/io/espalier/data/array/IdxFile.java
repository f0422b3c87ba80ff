// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import java.io.BufferedInputStream;
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
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes IDX files, the format of the MNIST data sets: two zero bytes, a type code, the number of dimensions, the dimensions as
 * big-endian int32, then the numbers, big-endian and row-major.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The format, at the end of the MNIST page</a>
 */
public final class IdxFile {
    private static final int MAX_DIMENSIONS = 8;

    private IdxFile() {}

    /**
     * Reads a file, plain or compressed with gzip.
     *
     * @throws DataFormatException if it is not an IDX file, is cut short, or is longer than its header says
     * @throws UncheckedIOException if it cannot be read
     */
    public static NumericArray read(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            stream.mark(2);
            boolean gzip = stream.read() == 0x1f && stream.read() == 0x8b;
            stream.reset();
            return readStream(gzip ? new GZIPInputStream(stream, 1 << 16) : stream, file.toString());
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(
                    file + ": the gzip data is damaged or truncated (" + e.getMessage() + "); download the file again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static NumericArray readStream(InputStream stream, String where) throws IOException {
        byte[] start = stream.readNBytes(4);
        int dimensions = start.length < 4 ? 0 : Math.min(start[3] & 0xff, MAX_DIMENSIONS);
        byte[] sizes = stream.readNBytes(4 * dimensions);
        ByteBuffer header = ByteBuffer.allocate(start.length + sizes.length)
                .put(start)
                .put(sizes)
                .flip();
        return header(header, where).read(stream, where);
    }

    /**
     * Parses an uncompressed IDX file in memory. Bytes are not copied.
     *
     * @param where the name of the content in messages
     * @throws DataFormatException if it is not an IDX file, is cut short, or is longer than its header says
     */
    public static NumericArray parse(ByteBuffer content, String where) {
        ByteBuffer rest = content.slice();
        return header(rest, where).decode(rest, where);
    }

    /**
     * Writes an array as an uncompressed IDX file.
     *
     * @throws IllegalArgumentException if the array is INT64, for which IDX has no type
     * @throws IOException if the channel cannot be written
     */
    public static void write(NumericArray array, WritableByteChannel channel) throws IOException {
        int code = code(array.type());
        ByteBuffer content =
                ByteBuffer.allocate(4 + 4 * array.shape().size() + array.data().limit());
        content.putShort((short) 0).put((byte) code).put((byte) array.shape().size());
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

    private static ArrayHeader header(ByteBuffer content, String where) {
        content.order(ByteOrder.BIG_ENDIAN);
        if (content.remaining() < 4) {
            throw new DataFormatException(where
                    + ": truncated: an idx file starts with 4 bytes, but this file has only " + content.remaining()
                    + " bytes");
        }
        int magic = content.getInt();
        StoredType type = magic >>> 16 == 0 ? type((magic >> 8) & 0xff) : null;
        int dimensions = magic & 0xff;
        if (type == null || dimensions > MAX_DIMENSIONS) {
            throw new DataFormatException(String.format(
                    Locale.US,
                    "%s: not an idx file: it starts with 0x%08x, expected 0x00000801 for labels or 0x00000803 for images",
                    where,
                    magic));
        }
        if (content.remaining() < 4 * dimensions) {
            throw new DataFormatException(where + ": truncated at offset " + content.limit() + ", in the " + dimensions
                    + " dimensions of the idx header");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(Integer.toUnsignedLong(content.getInt()));
        }
        return ArrayHeader.of(type, ByteOrder.BIG_ENDIAN, shape, where);
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

    private static int code(ElementType type) {
        return switch (type) {
            case UINT8 -> 0x08;
            case INT32 -> 0x0c;
            case FLOAT32 -> 0x0d;
            case INT64 -> throw new IllegalArgumentException("the idx format has no type for INT64");
        };
    }
}
