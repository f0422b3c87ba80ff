// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Rows in a mapped file, decoded when read. The file is mapped in segments of whole rows, for a buffer ends at 2 GiB. */
final class MappedRows implements Rows {
    private static final int SEGMENT_BYTES = 1 << 30;

    private final ElementSpec spec;
    private final int size;
    private final StoredType type;
    private final int rowsPerSegment;
    private final List<ByteBuffer> segments;

    private MappedRows(ElementSpec spec, int size, StoredType type, int rowsPerSegment, List<ByteBuffer> segments) {
        this.spec = spec;
        this.size = size;
        this.type = type;
        this.rowsPerSegment = rowsPerSegment;
        this.segments = List.copyOf(segments);
    }

    static MappedRows map(FileChannel channel, long offset, ArrayHeader header, String where) throws IOException {
        return map(channel, offset, header, where, SEGMENT_BYTES);
    }

    static MappedRows map(FileChannel channel, long offset, ArrayHeader header, String where, int segmentBytes)
            throws IOException {
        List<Integer> shape = header.shape();
        if (shape.isEmpty()) {
            throw new DataFormatException(
                    where + ": holds a single number; expected an array with one row for each example");
        }
        ElementSpec spec = new ElementSpec(header.type().element(), shape.subList(1, shape.size()));
        int size = shape.get(0);
        int rowBytes = spec.elements() * header.type().bytes();
        int rowsPerSegment = Math.max(1, segmentBytes / Math.max(1, rowBytes));
        List<ByteBuffer> segments = new ArrayList<>();
        for (long row = 0; row < size; row += rowsPerSegment) {
            long bytes = Math.min(rowsPerSegment, size - row) * rowBytes;
            segments.add(channel.map(FileChannel.MapMode.READ_ONLY, offset + row * rowBytes, bytes)
                    .order(header.order()));
        }
        return new MappedRows(spec, size, header.type(), rowsPerSegment, segments);
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
        int elements = spec.elements();
        int rowBytes = elements * type.bytes();
        ConsecutiveRuns.forEach(indices, from, count, size, (first, rows) -> {
            for (int row = first; row < first + rows; ) {
                ByteBuffer segment = segments.get(row / rowsPerSegment);
                int rowInSegment = row % rowsPerSegment;
                int here = Math.min(first + rows - row, rowsPerSegment - rowInSegment);
                ByteBuffer stored = segment.duplicate().order(segment.order()).position(rowInSegment * rowBytes);
                type.decode(stored, target, here * elements);
                row += here;
            }
        });
    }
}
