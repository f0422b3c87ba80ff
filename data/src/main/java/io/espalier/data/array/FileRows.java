// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.base.EspalierException;
import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of finite numbers that stay in their file and are read when asked for. The file is opened for each read, so there is nothing to close; it is
 * read rather than mapped because random rows of a cold mapping cost a page fault each 4 KiB.
 */
final class FileRows implements Rows {
    private static final int SCRATCH_BYTES = 1 << 20;

    private final Path file;
    private final long offset;
    private final ArrayHeader header;
    private final ElementSpec spec;
    private final int size;

    /** @param offset where the first number is in the file */
    FileRows(Path file, long offset, ArrayHeader header) {
        List<Integer> shape = header.shape();
        if (shape.isEmpty()) {
            throw new DataFormatException(
                    file + ": contains a single number; expected an array with one row per example");
        }
        this.file = file;
        this.offset = offset;
        this.header = header;
        this.spec = new ElementSpec(header.type().element(), shape.subList(1, shape.size()));
        this.size = shape.get(0);
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
        try (FileChannel channel = FileChannel.open(file)) {
            ConsecutiveRuns.forEach(indices, from, count, size, (first, rows) -> {
                int start = target.position();
                if (isNative()) {
                    fill(channel, first, target.slice(start, rows * spec.bytes()));
                    target.position(start + rows * spec.bytes());
                } else {
                    decode(channel, first, rows, target);
                }
                FiniteNumbers.require(target, start, spec, rows, first, file.toString());
            });
        } catch (ClosedByInterruptException e) {
            throw new EspalierException.Interrupted("reading " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether rows have the same bytes in the file as in memory. */
    private boolean isNative() {
        StoredType type = header.type();
        return switch (type) {
            case UINT8 -> true;
            case INT32, INT64, FLOAT32 -> header.order() == ByteOrder.nativeOrder();
            case BOOL, INT8, INT16, UINT16, UINT32, FLOAT16, FLOAT64 -> false;
        };
    }

    private void decode(FileChannel channel, int first, int rows, ByteBuffer target) {
        int rowBytes = spec.elements() * header.type().bytes();
        int rowsAtOnce = Math.min(rows, Math.max(1, SCRATCH_BYTES / Math.max(1, rowBytes)));
        ByteBuffer scratch = ByteBuffer.allocate(rowsAtOnce * rowBytes).order(header.order());
        for (int done = 0; done < rows; done += rowsAtOnce) {
            int now = Math.min(rowsAtOnce, rows - done);
            fill(channel, first + done, scratch.clear().limit(now * rowBytes));
            header.type().decode(scratch.flip(), target, now * spec.elements());
        }
    }

    private void fill(FileChannel channel, int row, ByteBuffer buffer) {
        long start = offset + (long) row * spec.elements() * header.type().bytes();
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, start + buffer.position()) < 0) {
                    throw new DataFormatException(file + ": ends at row " + row + " of " + size
                            + "; the file became shorter after it was opened");
                }
            }
        } catch (ClosedByInterruptException e) {
            throw new EspalierException.Interrupted("reading " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
