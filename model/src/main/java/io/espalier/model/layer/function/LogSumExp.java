// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The logarithm of the sum of the exponentials along some dimensions.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 * @param keepDimensions whether these dimensions stay, with size 1
 */
public record LogSumExp(List<Integer> axes, boolean keepDimensions) implements ComposedLayer {
    public LogSumExp {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int[] places = Reduce.places(on.shape(value), axes);
        // Without the largest no power is infinite.
        T largest = on.reduce(Reduction.MAXIMUM, value, true, places);
        T sum = on.reduce(Reduction.SUM, on.unary(Unary.EXP, on.subtract(value, largest)), true, places);
        T result = on.add(on.unary(Unary.LOG, sum), largest);
        Shape shape = Operations.shapes(List.of()).reduce(Reduction.SUM, on.shape(value), keepDimensions, places);
        return keepDimensions ? result : on.reshape(result, shape);
    }
}
