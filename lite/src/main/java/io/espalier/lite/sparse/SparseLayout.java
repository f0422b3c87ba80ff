// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a tensor will be stored, before its values are known.
 *
 * @param traversalOrder the dimensions of the tensor, then those of the blocks, in the order of storage
 * @param compressed for each dimension of the tensor, whether only indices of what is not zero are stored
 * @param blocks what divides dimensions; the first has the number that follows the tensor's last dimension
 */
public record SparseLayout(Ints traversalOrder, List<Boolean> compressed, List<Block> blocks) {

    /** So many neighbours along a dimension are stored together, zeros among them included. */
    public record Block(int dimension, int size) {}

    public SparseLayout {
        compressed = List.copyOf(compressed);
        blocks = List.copyOf(blocks);
        int levels = compressed.size() + blocks.size();
        int[] sorted = traversalOrder.stream().sorted().toArray();
        if (!Ints.of(sorted).equals(numbers(levels))) {
            throw new InvalidGraphException("The traversal order " + traversalOrder + " does not name each of the "
                    + levels + " dimensions, blocks included, once");
        }
    }

    /** Rows in order; of each row the values that are not zero, each with its index in the last dimension. */
    public static SparseLayout rows(int rank) {
        return new SparseLayout(numbers(rank), lastOnly(rank), List.of());
    }

    /** Rows in order; of each row the blocks of 1 by {@code size} that are not all zero. */
    public static SparseLayout blocksInRows(int rank, int size) {
        return new SparseLayout(numbers(rank + 1), lastOnly(rank), List.of(new Block(rank - 1, size)));
    }

    /** Whether blocks divide the shape without rest. */
    public boolean fits(Ints shape) {
        return shape.size() == compressed.size()
                && blocks.stream().allMatch(block -> shape.get(block.dimension()) % block.size() == 0);
    }

    /** The dimensions that blocks divide. */
    Ints blockMap() {
        return Ints.of(blocks.stream().mapToInt(Block::dimension).toArray());
    }

    private static Ints numbers(int count) {
        return Ints.of(IntStream.range(0, count).toArray());
    }

    private static List<Boolean> lastOnly(int rank) {
        List<Boolean> compressed = new ArrayList<>();
        for (int dimension = 0; dimension < rank; dimension++) {
            compressed.add(dimension == rank - 1);
        }
        return compressed;
    }
}
