// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A part of each dimension, as Keras files have it where a model was built of tensors rather than layers: {@code x[:, 1:-1, 0]}.
 *
 * @param parts of the dimensions after the batch, from the first on; those without a part stay whole
 */
public record Slice(List<Part> parts) implements ComposedLayer {
    /**
     * Which elements of a dimension are kept. Numbers below 0 count from the end.
     *
     * @param start the first; none for that of the dimension
     * @param stop the first that is not; none for the end
     * @param dropped whether the dimension, of which one element is kept, is left out
     */
    public record Part(OptionalInt start, OptionalInt stop, boolean dropped) {
        public static final Part WHOLE = new Part(OptionalInt.empty(), OptionalInt.empty(), false);

        /** One element, without its dimension. */
        public static Part only(int index) {
            OptionalInt stop = index == -1 ? OptionalInt.empty() : OptionalInt.of(index + 1);
            return new Part(OptionalInt.of(index), stop, true);
        }

        private static int place(OptionalInt index, int otherwise, int size) {
            int given = index.orElse(otherwise);
            return Math.max(0, Math.min(size, given < 0 ? size + given : given));
        }
    }

    public Slice {
        parts = List.copyOf(parts);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape whole = on.shape(value);
        if (parts.size() > whole.rank()) {
            throw new ModelException(
                    "takes parts of " + parts.size() + " dimensions, but the input has shape " + whole.batched());
        }
        List<Integer> left = new ArrayList<>();
        for (int axis = 0; axis < whole.rank(); axis++) {
            Part part = axis < parts.size() ? parts.get(axis) : Part.WHOLE;
            int size = whole.dimension(axis);
            int from = Part.place(part.start(), 0, size);
            int to = Part.place(part.stop(), size, size);
            if (to - from < size) {
                value = on.slice(value, axis, from, to - from);
            }
            if (!part.dropped()) {
                left.add(to - from);
            }
        }
        Shape shape = new Shape(left);
        return shape.equals(on.shape(value)) ? value : on.reshape(value, shape);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
