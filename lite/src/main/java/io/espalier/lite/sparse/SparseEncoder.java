// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** From dense to sparse. Zero is an element all of whose bits are zero, or of a float all but the sign. */
public final class SparseEncoder {
    private final List<StorageLevel> levels;
    private final BitSet nonZero;

    private SparseEncoder(List<StorageLevel> levels, BitSet nonZero) {
        this.levels = levels;
        this.nonZero = nonZero;
    }

    /**
     * The same constant, stored in another way.
     *
     * @param dense of type float32, float16 or int8
     * @throws InvalidGraphException if it is no dense constant of such a type, is zero throughout (a constant without bytes would be no
     *     constant), or the layout does not fit its shape
     */
    public static Tensor encode(Tensor dense, SparseLayout layout) {
        if (!layout.fits(dense.shape())) {
            throw new InvalidGraphException(
                    "Tensor '" + dense.name() + "' of shape " + dense.shape() + " cannot be stored as " + layout
                            + ": the number of dimensions must match, and blocks must divide them");
        }
        BitSet nonZero = Elements.nonZero(dense);
        if (nonZero.isEmpty()) {
            throw new InvalidGraphException("Tensor '" + dense.name()
                    + "' contains only zeros: as a sparse tensor it would have no bytes and not be a constant");
        }
        SparseEncoder encoder = new SparseEncoder(StorageLevel.of(dense.shape(), layout), nonZero);
        return encoder.encode(dense, layout.traversalOrder(), layout.blockMap());
    }

    private Tensor encode(Tensor dense, Ints traversalOrder, Ints blockMap) {
        List<Sparsity.Dimension> dimensions = new ArrayList<>();
        int[] places = {0};
        for (int depth = 0; depth < levels.size(); depth++) {
            StorageLevel level = levels.get(depth);
            int below = depth + 1;
            if (level.compressed()) {
                int[] segments = new int[places.length + 1];
                IntStream.Builder indices = IntStream.builder();
                IntStream.Builder kept = IntStream.builder();
                for (int parent = 0; parent < places.length; parent++) {
                    segments[parent + 1] = segments[parent];
                    for (int index = 0; index < level.size(); index++) {
                        int place = places[parent] + index * level.stride();
                        if (anyNonZero(place, below)) {
                            indices.add(index);
                            kept.add(place);
                            segments[parent + 1]++;
                        }
                    }
                }
                places = kept.build().toArray();
                dimensions.add(Sparsity.Dimension.compressed(
                        narrow(segments), narrow(indices.build().toArray())));
            } else {
                places = IntStream.of(places)
                        .flatMap(parent ->
                                IntStream.range(0, level.size()).map(index -> parent + index * level.stride()))
                        .toArray();
                dimensions.add(Sparsity.Dimension.dense(level.size()));
            }
        }
        return dense.withBuffer(gather(dense, places)).withSparsity(new Sparsity(traversalOrder, blockMap, dimensions));
    }

    private boolean anyNonZero(int place, int depth) {
        if (depth == levels.size()) {
            return nonZero.get(place);
        }
        StorageLevel level = levels.get(depth);
        for (int index = 0; index < level.size(); index++) {
            if (anyNonZero(place + index * level.stride(), depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private static Buffer gather(Tensor dense, int[] places) {
        int width = Elements.width(dense);
        ByteBuffer from = dense.buffer().asByteBuffer();
        ByteBuffer values = ByteBuffer.allocate(places.length * width);
        for (int place : places) {
            values.put(from.slice(place * width, width));
        }
        return Buffer.view(values.flip());
    }

    private static Sparsity.Indices narrow(int[] values) {
        return new Sparsity.Indices(
                NonZeroBlocks.width(IntStream.of(values).max().orElse(0)), Ints.of(values));
    }
}
