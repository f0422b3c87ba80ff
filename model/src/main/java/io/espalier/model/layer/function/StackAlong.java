// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of one shape along a new dimension, as {@code tf.stack} has them.
 *
 * @param axis of the new dimension, from 0 after the batch or, below 0, from the end of the result
 */
public record StackAlong(int axis) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Shape shape = on.shape(inputs.get(0));
        if (inputs.stream().anyMatch(input -> !on.shape(input).equals(shape))) {
            throw new ModelException("stacks inputs of one shape, but they have shapes "
                    + inputs.stream().map(input -> on.shape(input).batched()).toList());
        }
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.add(0, 1);
        int place = Inputs.axis(new Shape(dimensions), axis);
        dimensions.remove(0);
        dimensions.add(place, 1);
        Shape single = new Shape(dimensions);
        return on.concatenate(
                inputs.stream().map(input -> on.reshape(input, single)).toList(), place);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
