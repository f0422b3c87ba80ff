// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a sparse constant is stored: the TACO format of the schema.
 *
 * @param traversalOrder the dimensions, blocks included, in the order of storage
 * @param blockMap which dimension each block dimension divides
 * @param dimensions one for each entry of the traversal order
 */
public record Sparsity(Ints traversalOrder, Ints blockMap, List<Dimension> dimensions) {

    public Sparsity {
        Objects.requireNonNull(traversalOrder, "traversalOrder");
        Objects.requireNonNull(blockMap, "blockMap");
        dimensions = List.copyOf(dimensions);
    }

    /** Bytes of all segments and indices; they lie beside the tensor, not in its buffer. */
    public long indexBytes() {
        return dimensions.stream()
                .flatMap(dimension -> Stream.of(dimension.segments(), dimension.indices()))
                .flatMap(Optional::stream)
                .mapToLong(Indices::bytes)
                .sum();
    }

    /** How the indices of a compressed dimension are stored, in the order of the schema's union from 1. */
    public enum IndexWidth {
        INT32(Integer.BYTES),
        UINT16(Short.BYTES),
        UINT8(Byte.BYTES);

        private final int bytes;

        IndexWidth(int bytes) {
            this.bytes = bytes;
        }

        /** Of one index. */
        public int bytes() {
            return bytes;
        }
    }

    /** Segments or indices of a compressed dimension. */
    public record Indices(IndexWidth width, Ints values) {
        public Indices {
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(values, "values");
        }

        long bytes() {
            return (long) values.size() * width.bytes();
        }
    }

    /**
     * One dimension of storage.
     *
     * @param compressed true for CSR, with segments and indices; false for dense, with a size
     */
    public record Dimension(boolean compressed, int denseSize, Optional<Indices> segments, Optional<Indices> indices) {
        public Dimension {
            Objects.requireNonNull(segments, "segments");
            Objects.requireNonNull(indices, "indices");
        }

        /** A dimension of which every index is stored. */
        public static Dimension dense(int size) {
            return new Dimension(false, size, Optional.empty(), Optional.empty());
        }

        /** A dimension of which only indices with values are stored. */
        public static Dimension compressed(Indices segments, Indices indices) {
            return new Dimension(true, 0, Optional.of(segments), Optional.of(indices));
        }
    }
}
