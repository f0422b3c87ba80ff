// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * An input in reverse order along some dimensions, as {@code tf.reverse} has it.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 */
public record ReverseAlong(List<Integer> axes) implements ComposedLayer {
    public ReverseAlong {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        for (int axis : axes) {
            value = on.reverse(value, Inputs.axis(on.shape(value), axis));
        }
        return value;
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
