// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

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

    private static int product(Shape shape, int from, int to) {
        return shape.dimensions().subList(from, to).stream().reduce(1, (one, other) -> one * other);
    }
}
