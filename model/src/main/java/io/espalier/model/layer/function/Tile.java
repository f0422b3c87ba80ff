// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * Copies of an input side by side, as {@code tf.tile} has them.
 *
 * @param times for each dimension after the batch, how many
 */
public record Tile(List<Integer> times) implements ComposedLayer {
    public Tile {
        times = List.copyOf(times);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        if (times.size() != on.shape(value).rank() || times.stream().anyMatch(number -> number < 1)) {
            throw new ModelException(
                    "repeats an input of shape " + on.shape(value).batched() + " " + times
                            + " times; expected a number of at least 1 for each dimension after the batch");
        }
        return on.tile(value, times);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
