// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.base.internal.AtomicFile;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes TFLite models. The same graph always gives the same bytes. */
public final class GraphWriter {

    /** Up to here all data lie in the table: offsets inside it reach 2 GiB, and the table itself needs some. */
    private static final long MOST_DATA_IN_TABLE = 1_900_000_000L;

    /** Where data after the table are first thought to lie, until the table's size is known; far from 0 and 1, which are marks. */
    private static final long FIRST_GUESS = 1L << 40;

    private static final int USUAL_TABLE_SIZE = 4096;

    private GraphWriter() {}

    /**
     * Encodes a graph as the bytes of a file.
     *
     * @throws InvalidGraphException if its data do not fit an array; use {@link #write}
     */
    public static byte[] toBytes(Graph graph) {
        Encoded encoded = encode(graph, MOST_DATA_IN_TABLE);
        if (!encoded.after().isEmpty() || encoded.size() > Integer.MAX_VALUE) {
            throw new InvalidGraphException("The model has more than " + MOST_DATA_IN_TABLE
                    + " bytes of data, too many for an array: write it to a file instead");
        }
        return ByteBuffer.allocate((int) encoded.size())
                .put(encoded.table())
                .put(encoded.archive())
                .array();
    }

    /**
     * Writes a graph to a file. An existing file is replaced only once the new one is complete.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Graph graph, Path path) throws IOException {
        write(encode(graph, MOST_DATA_IN_TABLE), path);
    }

    /** The size of the file in bytes. */
    public static long size(Graph graph) {
        return encode(graph, MOST_DATA_IN_TABLE).size();
    }

    /** A file in three parts: the table, the data after it by their offset, and the archive of associated files. */
    record Encoded(ByteBuffer table, Map<Buffer, Long> after, Buffer files) {
        Encoded {
            table = table.slice();
        }

        /** Where the data end and the archive starts. */
        private long end() {
            return after.entrySet().stream()
                    .mapToLong(entry -> entry.getValue() + entry.getKey().size())
                    .reduce(table.limit(), Math::max);
        }

        long size() {
            return end() + files.size();
        }

        ByteBuffer archive() {
            return files.isEmpty() ? ByteBuffer.allocate(0) : AssociatedFiles.at(files, end());
        }
    }

    static Encoded encode(Graph graph, long mostDataInTable) {
        BufferPool buffers = new BufferPool(graph);
        long data =
                buffers.alignments().keySet().stream().mapToLong(Buffer::size).sum();
        if (data <= mostDataInTable) {
            int expectedSize = (int) (data + data / 64) + USUAL_TABLE_SIZE;
            return new Encoded(
                    new GraphEncoder(graph, buffers, expectedSize, null).encode(), Map.of(), graph.associatedFiles());
        }
        // Only the second time is the size of the table known; it does not depend on the offsets.
        int tableSize = new GraphEncoder(graph, buffers, USUAL_TABLE_SIZE, new DataAfterTable(FIRST_GUESS))
                .encode()
                .remaining();
        DataAfterTable after = new DataAfterTable(DataAfterTable.align(tableSize));
        ByteBuffer table = new GraphEncoder(graph, buffers, tableSize + USUAL_TABLE_SIZE, after).encode();
        return new Encoded(table, after.offsets(), graph.associatedFiles());
    }

    static void write(Encoded encoded, Path path) throws IOException {
        AtomicFile.write(path, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                write(channel, encoded.table(), 0);
                for (Map.Entry<Buffer, Long> entry : encoded.after().entrySet()) {
                    write(channel, entry.getKey().asByteBuffer(), entry.getValue());
                }
                write(channel, encoded.archive(), encoded.end());
            }
        });
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long position = offset;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
