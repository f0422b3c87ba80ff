// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Repeats dimensions of size 1, and puts others in front, until a value has a shape, as {@code tf.broadcast_to} does.
 *
 * @param shape of one example
 */
public record BroadcastTo(Shape shape) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape from = on.shape(value);
        if (from.rank() > shape.rank() || !from.broadcast(shape).equals(shape)) {
            throw new ModelException("repeats a value of shape " + from.batched() + " to " + shape.batched()
                    + "; each dimension must be 1 or what it becomes, counted from the last");
        }
        List<Integer> aligned = new ArrayList<>(Collections.nCopies(shape.rank() - from.rank(), 1));
        aligned.addAll(from.dimensions());
        List<Integer> times = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            times.add(shape.dimension(axis) / aligned.get(axis));
        }
        return on.tile(from.rank() == shape.rank() ? value : on.reshape(value, new Shape(aligned)), times);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
