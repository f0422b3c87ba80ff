// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Ints;
import java.util.ArrayList;
import java.util.List;

/**
 * One step on the way from the whole tensor to a value: which of {@code size} parts it lies in.
 *
 * @param stride how far apart the parts are in the dense tensor, in elements
 */
record StorageLevel(int size, int stride, boolean compressed) {
    /** The levels of a layout that fits the shape, in the order of storage. */
    static List<StorageLevel> of(Ints shape, SparseLayout layout) {
        int rank = shape.size();
        int[] sizes = new int[rank + layout.blocks().size()];
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int dimension = rank - 1; dimension >= 0; dimension--) {
            sizes[dimension] = shape.get(dimension);
            strides[dimension] = stride;
            stride = Math.multiplyExact(stride, shape.get(dimension));
        }
        for (int number = 0; number < layout.blocks().size(); number++) {
            SparseLayout.Block block = layout.blocks().get(number);
            sizes[rank + number] = block.size();
            strides[rank + number] = strides[block.dimension()];
            sizes[block.dimension()] /= block.size();
            strides[block.dimension()] *= block.size();
        }
        List<StorageLevel> levels = new ArrayList<>();
        layout.traversalOrder().stream()
                .forEach(number -> levels.add(new StorageLevel(
                        sizes[number],
                        strides[number],
                        number < rank && layout.compressed().get(number))));
        return levels;
    }
}
