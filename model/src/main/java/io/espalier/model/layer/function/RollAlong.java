// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * Moves elements along some dimensions; those that leave one at its end come in at its start, as {@code tf.roll} has it.
 *
 * @param shifts by how many places along each of the axes; below 0 towards the start
 * @param axes from 0 after the batch or, below 0, from the end
 */
public record RollAlong(List<Integer> shifts, List<Integer> axes) implements ComposedLayer {
    public RollAlong {
        shifts = List.copyOf(shifts);
        axes = List.copyOf(axes);
        if (shifts.size() != axes.size()) {
            throw new ModelException("shifts by " + shifts + " along the axes " + axes + "; expected as many of both");
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        for (int i = 0; i < axes.size(); i++) {
            int place = Inputs.axis(on.shape(value), axes.get(i));
            int size = on.shape(value).dimension(place);
            int from = Math.floorMod(-shifts.get(i), size);
            if (from > 0) {
                T first = on.slice(value, place, from, size - from);
                value = on.concatenate(List.of(first, on.slice(value, place, 0, from)), place);
            }
        }
        return value;
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
