// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;

/** The same numbers in another order of dimensions. */
final class Axes {
    private Axes() {}

    /**
     * As numpy's {@code transpose}: dimension {@code i} of the result is dimension {@code axes[i]} of the tensor. A tensor of another number of
     * dimensions stays as it is; its shape will be found not to fit.
     */
    static Tensor transposed(Tensor tensor, int... axes) {
        Shape from = tensor.shape();
        if (from.rank() != axes.length) {
            return tensor;
        }
        int[] sizes = new int[axes.length];
        int[] steps = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sizes[i] = from.dimension(axes[i]);
            steps[i] = 1;
            for (int inner = axes[i] + 1; inner < axes.length; inner++) {
                steps[i] *= from.dimension(inner);
            }
        }
        float[] values = new float[from.elements()];
        int[] place = new int[axes.length];
        int source = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(source);
            for (int axis = axes.length - 1; axis >= 0; axis--) {
                source += steps[axis];
                if (++place[axis] < sizes[axis]) {
                    break;
                }
                source -= steps[axis] * sizes[axis];
                place[axis] = 0;
            }
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    /** The first two dimensions, height and width of a kernel, in reverse; of sequences only the first. */
    static Tensor flipped(Tensor kernel) {
        int spatial = kernel.shape().rank() - 2;
        if (spatial < 1) {
            return kernel;
        }
        int block = kernel.shape().dimension(-2) * kernel.shape().dimension(-1);
        int blocks = kernel.shape().elements() / Math.max(1, block);
        float[] values = new float[kernel.shape().elements()];
        // All spatial dimensions in reverse is the whole of them in reverse.
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < block; j++) {
                values[i * block + j] = kernel.get((blocks - 1 - i) * block + j);
            }
        }
        return Tensor.of(kernel.shape(), values);
    }

    /** Rows of a matrix, or numbers of a vector, that count over (channels, height, width), so that they count over that shape. */
    static Tensor rowsChannelsLast(Tensor tensor, Shape channelsLast) {
        Shape shape = tensor.shape();
        if (shape.rank() == 0 || shape.dimension(0) != channelsLast.elements()) {
            return tensor;
        }
        int channels = channelsLast.channels();
        int places = channelsLast.elements() / Math.max(1, channels);
        int columns = shape.elements() / Math.max(1, shape.dimension(0));
        Tensor rows = transposed(Tensor.of(Shape.of(channels, places, columns), tensor.buffer()), 1, 0, 2);
        return Tensor.of(shape, rows.buffer());
    }
}
