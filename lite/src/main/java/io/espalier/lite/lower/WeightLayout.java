// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.FloatBuffer;

/** Values of a weight in the order and shape that a TFLite operator wants. */
record WeightLayout(Ints shape, Buffer values) {
    /** As Keras has it. */
    static WeightLayout plain(Tensor tensor) {
        return new WeightLayout(Ints.of(tensor.shape().toArray()), Buffer.ofFloats(tensor.toArray()));
    }

    /** The (height, width, filters, inputs) of Keras's transposed convolutions as {@code [filters, height, width, inputs]}. */
    static WeightLayout transposedConvolution(Tensor kernel) {
        Shape shape = kernel.shape();
        int places = shape.dimension(0) * shape.dimension(1);
        int filters = shape.dimension(2);
        int inputs = shape.dimension(3);
        FloatBuffer source = kernel.buffer();
        float[] values = new float[shape.elements()];
        for (int place = 0; place < places; place++) {
            for (int filter = 0; filter < filters; filter++) {
                source.get((place * filters + filter) * inputs, values, (filter * places + place) * inputs, inputs);
            }
        }
        return new WeightLayout(
                Ints.of(filters, shape.dimension(0), shape.dimension(1), inputs), Buffer.ofFloats(values));
    }

    /** Keras's (height, width, inputs, filters) as {@code [filters, height, width, inputs]}. */
    static WeightLayout convolution(Tensor kernel) {
        Shape shape = kernel.shape();
        return new WeightLayout(
                Ints.of(shape.dimension(3), shape.dimension(0), shape.dimension(1), shape.dimension(2)),
                lastAxisFirst(kernel));
    }

    /** Keras's (steps, inputs, filters) as {@code [filters, 1, steps, inputs]}, for sequences as pictures of height 1. */
    static WeightLayout temporal(Tensor kernel) {
        Shape shape = kernel.shape();
        return new WeightLayout(
                Ints.of(shape.dimension(2), 1, shape.dimension(0), shape.dimension(1)), lastAxisFirst(kernel));
    }

    /** Keras's (height, width, channels, multiplier) as {@code [1, height, width, channels * multiplier]}: the same order. */
    static WeightLayout depthwise(Tensor kernel) {
        Shape shape = kernel.shape();
        return new WeightLayout(
                Ints.of(1, shape.dimension(0), shape.dimension(1), shape.dimension(2) * shape.dimension(3)),
                Buffer.ofFloats(kernel.toArray()));
    }

    /** Keras's (inputs, units) as {@code [units, inputs]}. */
    static WeightLayout fullyConnected(Tensor kernel) {
        Shape shape = kernel.shape();
        return new WeightLayout(Ints.of(shape.dimension(1), shape.dimension(0)), lastAxisFirst(kernel));
    }

    private static Buffer lastAxisFirst(Tensor tensor) {
        FloatBuffer source = tensor.buffer();
        int columns = tensor.shape().channels();
        int rows = source.remaining() / columns;
        float[] transposed = new float[source.remaining()];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = source.get(row * columns + column);
            }
        }
        return Buffer.ofFloats(transposed);
    }
}
