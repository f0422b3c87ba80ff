// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The dot product of two inputs along one dimension of each. The output has the other dimensions of the first input, then those of the second;
 * if there are none, a single dimension of 1.
 *
 * @param firstAxis the axis of the first input, from 0 without the batch; negative from the end
 * @param secondAxis the axis of the second input, counted in the same way
 * @param normalize whether both inputs are first scaled to length 1 along their axis
 */
public record Dot(int firstAxis, int secondAxis, boolean normalize) implements ComposedLayer {
    /** Along the last dimension of both, which is 1 after the batch for the vectors that it is mostly used for. */
    public static Dot last() {
        return new Dot(-1, -1, false);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() != 2) {
            throw new ModelException("multiplies two inputs, but has " + inputs.size());
        }
        T first = scaled(on, inputs.get(0), firstAxis);
        T second = scaled(on, inputs.get(1), secondAxis);
        List<Integer> dimensions = new ArrayList<>(others(on.shape(first), firstAxis));
        dimensions.addAll(others(on.shape(second), secondAxis));
        T product = on.matMul(rows(on, first, firstAxis), rows(on, second, secondAxis), true);
        return on.reshape(product, dimensions.isEmpty() ? Shape.of(1) : new Shape(dimensions));
    }

    private <T> T scaled(Operations<T> on, T value, int axis) {
        return normalize ? UnitNormalization.scaled(on, value, place(on.shape(value), axis)) : value;
    }

    /** A matrix whose columns run along the axis. */
    private static <T> T rows(Operations<T> on, T value, int axis) {
        Shape shape = on.shape(value);
        int place = place(shape, axis);
        int length = shape.dimension(place);
        int[] order = IntStream.concat(
                        IntStream.range(0, shape.rank()).filter(other -> other != place), IntStream.of(place))
                .toArray();
        T last = place == shape.rank() - 1 ? value : on.transpose(value, order);
        return on.reshape(last, Shape.of(shape.elements() / length, length));
    }

    private static List<Integer> others(Shape shape, int axis) {
        List<Integer> others = new ArrayList<>(shape.dimensions());
        others.remove(place(shape, axis));
        return others;
    }

    private static int place(Shape shape, int axis) {
        return Inputs.axis(shape, axis);
    }
}
