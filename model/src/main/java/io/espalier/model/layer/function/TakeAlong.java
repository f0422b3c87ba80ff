// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * The elements at fixed places along one dimension, as {@code tf.gather} takes them; an element may come several times.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 * @param indices of the elements, from 0
 */
public record TakeAlong(int axis, List<Integer> indices) implements ComposedLayer {
    public TakeAlong {
        indices = List.copyOf(indices);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.take(value, Inputs.axis(on.shape(value), axis), indices);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
