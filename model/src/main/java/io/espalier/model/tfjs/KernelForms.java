// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Kernels that compute the same in another kind of convolution. */
final class KernelForms {
    private KernelForms() {}

    /** A kernel (steps, ...) for pictures of one row: (1, steps, ...). */
    static Tensor flat(Tensor kernel) {
        List<Integer> dimensions = new ArrayList<>(kernel.shape().dimensions());
        dimensions.add(0, 1);
        return Tensor.of(new Shape(dimensions), kernel.buffer());
    }

    /** A kernel (height, width, a, b) with zeros between its elements, as far apart as its dilation says. */
    static Tensor spread(Tensor kernel, int vertical, int horizontal) {
        Shape shape = kernel.shape();
        int height = shape.dimension(0);
        int width = shape.dimension(1);
        int wide = (width - 1) * horizontal + 1;
        Shape spread = Shape.of((height - 1) * vertical + 1, wide, shape.dimension(2), shape.dimension(3));
        int depth = shape.dimension(2) * shape.dimension(3);
        float[] from = kernel.toArray();
        float[] values = new float[spread.elements()];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int place = (row * vertical * wide + column * horizontal) * depth;
                System.arraycopy(from, (row * width + column) * depth, values, place, depth);
            }
        }
        return Tensor.of(spread, values);
    }

    /** A kernel (..., channels / groups, filters) for all channels at once: zeros where a filter is of another group. */
    static Tensor ungrouped(Tensor kernel, int groups) {
        Shape shape = kernel.shape();
        int each = shape.dimension(shape.rank() - 2);
        int filters = shape.channels();
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.set(shape.rank() - 2, each * groups);
        Shape whole = new Shape(dimensions);
        float[] from = kernel.toArray();
        float[] values = new float[whole.elements()];
        int perGroup = filters / groups;
        for (int i = 0; i < from.length; i++) {
            int filter = i % filters;
            int channel = i / filters % each;
            int window = i / filters / each;
            int all = filter / perGroup * each + channel;
            values[(window * each * groups + all) * filters + filter] = from[i];
        }
        return Tensor.of(whole, values);
    }
}
