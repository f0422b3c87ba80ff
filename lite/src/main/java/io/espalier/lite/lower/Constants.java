// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is computed of constants while a model is lowered, so that no operator has to do it each time. */
final class Constants {
    private Constants() {}

    /** So many elements of one dimension; a negative axis counts from the end. */
    static Tensor slice(Tensor tensor, int axis, int from, int size) {
        Shape shape = tensor.shape();
        int place = axis < 0 ? shape.rank() + axis : axis;
        int rows = product(shape, 0, place);
        int length = product(shape, place + 1, shape.rank());
        int dimension = shape.dimension(place);
        FloatBuffer source = tensor.buffer();
        float[] values = new float[rows * size * length];
        for (int row = 0; row < rows; row++) {
            source.get((row * dimension + from) * length, values, row * size * length, size * length);
        }
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.set(place, size);
        return Tensor.of(new Shape(dimensions), values);
    }

    /** Dimension i of the result is dimension {@code axes[i]} of the tensor. */
    static Tensor transpose(Tensor tensor, Shape shape, int... axes) {
        return moved(tensor, shape, place -> {
            int[] source = new int[place.length];
            for (int i = 0; i < axes.length; i++) {
                source[axes[i]] = place[i];
            }
            return source;
        });
    }

    /** The elements in reverse order along one dimension, counted from 0. */
    static Tensor reverse(Tensor tensor, int axis) {
        return moved(tensor, tensor.shape(), place -> {
            int[] source = place.clone();
            source[axis] = tensor.shape().dimension(axis) - 1 - place[axis];
            return source;
        });
    }

    /** The tensor with this number of zeros before each dimension, and zeros behind it up to the shape. */
    static Tensor pad(Tensor tensor, Shape shape, List<Integer> before) {
        return moved(tensor, shape, place -> {
            int[] source = new int[place.length];
            for (int axis = 0; axis < place.length; axis++) {
                source[axis] = place[axis] - before.get(axis);
            }
            return source;
        });
    }

    /** @param source where the element at a place comes from; what is outside the tensor is 0 */
    private static Tensor moved(Tensor tensor, Shape shape, UnaryOperator<int[]> source) {
        FloatBuffer from = tensor.buffer();
        float[] values = new float[shape.elements()];
        int[] place = new int[shape.rank()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            for (int axis = place.length - 1; axis >= 0; axis--) {
                place[axis] = rest % shape.dimension(axis);
                rest /= shape.dimension(axis);
            }
            int index = index(tensor.shape(), source.apply(place));
            values[i] = index < 0 ? 0 : from.get(index);
        }
        return Tensor.of(shape, values);
    }

    private static int index(Shape shape, int... place) {
        int index = 0;
        for (int axis = 0; axis < place.length; axis++) {
            if (place[axis] < 0 || place[axis] >= shape.dimension(axis)) {
                return -1;
            }
            index = index * shape.dimension(axis) + place[axis];
        }
        return index;
    }

    private static int product(Shape shape, int from, int to) {
        return shape.dimensions().subList(from, to).stream().reduce(1, (one, other) -> one * other);
    }
}
