// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * Where the largest number is along one dimension, or the smallest; the first of several.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 * @param isSmallest whether the smallest is looked for
 * @param keepDimension whether this dimension stays, with size 1
 */
public record IndexOf(int axis, boolean isSmallest, boolean keepDimension) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int place = Inputs.axis(on.shape(value), axis);
        T index = isSmallest ? on.argMin(value, place) : on.argMax(value, place);
        Shape kept = Operations.shapes(List.of()).reduce(Reduction.MAXIMUM, on.shape(value), true, place);
        return keepDimension ? on.reshape(index, kept) : index;
    }
}
