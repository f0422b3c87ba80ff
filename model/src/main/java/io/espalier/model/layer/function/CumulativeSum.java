// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum of all elements up to each, along one dimension, as {@code tf.cumsum} has it. It is computed as a product with a triangular matrix.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 * @param isExclusive whether an element does not count for its own sum
 * @param isReverse whether sums are of the elements from each on
 */
public record CumulativeSum(int axis, boolean isExclusive, boolean isReverse) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        int last = shape.rank() - 1;
        int place = Inputs.axis(shape, axis);
        int[] order = IntStream.rangeClosed(0, last).toArray();
        order[place] = last;
        order[last] = place;
        T matrix = on.constant(matrix(shape.dimension(place)));
        return place == last
                ? on.dense(value, matrix)
                : on.transpose(on.dense(on.transpose(value, order), matrix), order);
    }

    private Tensor matrix(int size) {
        float[] values = new float[size * size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                boolean counts = isReverse ? from > to : from < to;
                values[from * size + to] = counts || (from == to && !isExclusive) ? 1 : 0;
            }
        }
        return Tensor.of(Shape.of(size, size), values);
    }
}
