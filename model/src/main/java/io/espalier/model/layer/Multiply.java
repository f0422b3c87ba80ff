// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;
import io.espalier.model.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The product of two or more inputs, element by element.
 *
 * <p>As in Keras, shapes are aligned at their last dimension, and dimensions of size 1 or that one input lacks are repeated: of (height,
 * width, channels) and (channels) each picture's channels are scaled.
 */
public record Multiply() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new ModelException("multiplies at least two inputs, but has " + inputs.size());
        }
        return inputs.stream().reduce(Multiply::broadcast).orElseThrow();
    }

    private static Shape broadcast(Shape one, Shape other) {
        int rank = Math.max(one.rank(), other.rank());
        List<Integer> dimensions = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int size = size(one, axis - rank);
            int otherSize = size(other, axis - rank);
            if (size != otherSize && size != 1 && otherSize != 1) {
                throw new ModelException(
                        "multiplies inputs whose dimensions are equal or 1, counted from the last, but they"
                                + " have shapes " + one.batched() + " and " + other.batched());
            }
            dimensions.add(size == 1 ? otherSize : size);
        }
        return new Shape(dimensions);
    }

    private static int size(Shape shape, int axisFromEnd) {
        return -axisFromEnd > shape.rank() ? 1 : shape.dimension(axisFromEnd);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
