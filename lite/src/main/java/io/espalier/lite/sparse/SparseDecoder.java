// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** From sparse to dense. */
public final class SparseDecoder {
    private final Tensor sparse;
    private final Sparsity sparsity;

    private SparseDecoder(Tensor sparse, Sparsity sparsity) {
        this.sparse = sparse;
        this.sparsity = sparsity;
    }

    /**
     * The same constant with all its zeros; a dense one as it is.
     *
     * @throws InvalidGraphException if what says where values stand contradicts itself, the shape or the number of values
     */
    public static Tensor decode(Tensor tensor) {
        return tensor.sparsity()
                .map(sparsity -> new SparseDecoder(tensor, sparsity).decode())
                .orElse(tensor);
    }

    private Tensor decode() {
        check(Elements.areSupported(sparse.type()), "has type " + sparse.type() + ", which cannot be stored sparse");
        check(sparse.shape().stream().allMatch(size -> size >= 0), "has a negative size");
        double bytes =
                sparse.shape().stream().asDoubleStream().reduce(Elements.width(sparse), (left, right) -> left * right);
        check(bytes <= Integer.MAX_VALUE, "would need more bytes than an array can hold");
        List<StorageLevel> levels = StorageLevel.of(sparse.shape(), layout());
        int[] places = {0};
        for (int depth = 0; depth < levels.size(); depth++) {
            StorageLevel level = levels.get(depth);
            if (level.compressed()) {
                places = compressed(sparsity.dimensions().get(depth), level, places);
            } else {
                check(
                        (long) places.length * level.size() <= sparse.elements(),
                        "stores more values than it has elements");
                places = IntStream.of(places)
                        .flatMap(parent ->
                                IntStream.range(0, level.size()).map(index -> parent + index * level.stride()))
                        .toArray();
            }
        }
        return sparse.withBuffer(scatter(places)).withoutSparsity();
    }

    private SparseLayout layout() {
        int rank = sparse.shape().size();
        Ints order = sparsity.traversalOrder();
        Ints blockMap = sparsity.blockMap();
        check(
                order.size() == sparsity.dimensions().size() && order.size() == rank + blockMap.size(),
                "has " + sparsity.dimensions().size() + " dimensions of storage in the order " + order
                        + " with the block map " + blockMap + " for " + rank + " dimensions");
        Boolean[] compressed = new Boolean[rank];
        int[] blockSizes = new int[blockMap.size()];
        for (int depth = 0; depth < order.size(); depth++) {
            int number = order.get(depth);
            Sparsity.Dimension dimension = sparsity.dimensions().get(depth);
            check(number >= 0 && number < order.size(), "has no dimension " + number);
            if (number < rank) {
                compressed[number] = dimension.compressed();
            } else {
                check(!dimension.compressed() && dimension.denseSize() > 0, "has a block that is not dense");
                blockSizes[number - rank] = dimension.denseSize();
            }
        }
        List<SparseLayout.Block> blocks = new ArrayList<>();
        for (int number = 0; number < blockSizes.length; number++) {
            int divided = blockMap.get(number);
            check(divided >= 0 && divided < rank, "has a block along dimension " + divided);
            check(blockSizes[number] > 0, "has a block of size 0");
            blocks.add(new SparseLayout.Block(divided, blockSizes[number]));
        }
        check(IntStream.range(0, rank).allMatch(dimension -> compressed[dimension] != null), "lists a dimension twice");
        check(blockMap.stream().distinct().count() == blockMap.size(), "has two blocks along one dimension");
        SparseLayout layout = new SparseLayout(order, List.of(compressed), blocks);
        check(layout.fits(sparse.shape()), "has blocks " + blocks + " that do not divide it");
        return layout;
    }

    private int[] compressed(Sparsity.Dimension dimension, StorageLevel level, int[] parents) {
        Ints segments = dimension.segments().map(Sparsity.Indices::values).orElse(Ints.EMPTY);
        Ints indices = dimension.indices().map(Sparsity.Indices::values).orElse(Ints.EMPTY);
        check(
                segments.size() == parents.length + 1
                        && segments.get(0) == 0
                        && segments.get(parents.length) == indices.size(),
                "has segments that do not divide its " + indices.size() + " indices into " + parents.length + " parts");
        int[] places = new int[indices.size()];
        for (int parent = 0; parent < parents.length; parent++) {
            check(segments.get(parent) <= segments.get(parent + 1), "has segments that are not in order");
            check(segments.get(parent + 1) <= indices.size(), "has segments beyond its indices");
            for (int entry = segments.get(parent); entry < segments.get(parent + 1); entry++) {
                int index = indices.get(entry);
                check(
                        index >= 0 && index < level.size(),
                        "has index " + index + " in a dimension of size " + level.size());
                places[entry] = parents[parent] + index * level.stride();
            }
        }
        return places;
    }

    private Buffer scatter(int[] places) {
        int width = Elements.width(sparse);
        check(
                sparse.buffer().size() == (long) places.length * width,
                "has " + sparse.buffer().size() + " bytes for " + places.length + " values");
        ByteBuffer values = sparse.buffer().asByteBuffer();
        ByteBuffer dense = ByteBuffer.allocate(Math.toIntExact(sparse.type().bytes(sparse.elements())));
        for (int entry = 0; entry < places.length; entry++) {
            dense.put(places[entry] * width, values, entry * width, width);
        }
        return Buffer.view(dense);
    }

    private void check(boolean sound, String problem) {
        if (!sound) {
            throw new InvalidGraphException("Sparse tensor '" + sparse.name() + "' of shape " + sparse.shape() + " "
                    + problem + ": the file is damaged");
        }
    }
}
