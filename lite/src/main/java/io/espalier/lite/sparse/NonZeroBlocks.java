// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Ints;
import io.espalier.lite.Sparsity.IndexWidth;
import java.util.BitSet;

/**
 * How many blocks in the rows of a tensor are not all zero: enough to know how many bytes they take before one is moved.
 *
 * @param rows how many rows there are; a row is everything along the last dimension
 * @param size of a block, in elements
 * @param count of blocks with something other than zeros
 * @param largestIndex the largest of the places in its row where such a block stands, in blocks
 */
record NonZeroBlocks(int rows, int size, int count, int largestIndex) {
    /**
     * Counts them.
     *
     * @param size of a block, which divides the last dimension
     */
    static NonZeroBlocks count(BitSet nonZero, Ints shape, int size) {
        int blocksInRow = shape.get(shape.size() - 1) / size;
        int rows = (int) shape.stream().limit(shape.size() - 1L).asLongStream().reduce(1, Math::multiplyExact);
        int count = 0;
        int largestIndex = 0;
        int place = nonZero.nextSetBit(0);
        while (place >= 0) {
            int block = place / size;
            largestIndex = Math.max(largestIndex, block % blocksInRow);
            count++;
            place = nonZero.nextSetBit((block + 1) * size);
        }
        return new NonZeroBlocks(rows, size, count, largestIndex);
    }

    /** Bytes of the values, and of the segments and indices that say where they stand. */
    long bytes(int elementBytes) {
        return (long) count * size * elementBytes
                + (rows + 1L) * width(count).bytes()
                + (long) count * width(largestIndex).bytes();
    }

    /** The fewest bytes that hold every number up to this one. */
    static IndexWidth width(int largest) {
        if (largest <= 0xFF) {
            return IndexWidth.UINT8;
        }
        return largest <= 0xFFFF ? IndexWidth.UINT16 : IndexWidth.INT32;
    }
}
