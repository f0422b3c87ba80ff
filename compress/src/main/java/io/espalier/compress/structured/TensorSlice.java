// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Parts of a tensor. */
final class TensorSlice {
    private TensorSlice() {}

    /** The tensor without some places of one axis, the others in their order. */
    static Tensor without(Tensor tensor, int axis, BitSet removed) {
        if (removed.isEmpty()) {
            return tensor;
        }
        List<Integer> dimensions = tensor.shape().dimensions();
        int places = dimensions.get(axis);
        // What one place of the axis holds lies together, and recurs once for each combination of the axes before.
        int block = new Shape(dimensions.subList(axis + 1, dimensions.size())).elements();
        List<Integer> fewer = new ArrayList<>(dimensions);
        fewer.set(axis, places - removed.cardinality());
        Shape shape = new Shape(fewer);
        float[] values = new float[shape.elements()];
        FloatBuffer source = tensor.buffer();
        int written = 0;
        for (int from = 0; from < tensor.shape().elements(); from += block) {
            if (!removed.get(from / block % places)) {
                source.get(from, values, written, block);
                written += block;
            }
        }
        return Tensor.of(shape, values);
    }
}
