// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * The variance along some dimensions, or its root, as {@code tf.math.reduce_variance} and {@code reduce_std} have them.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 * @param keepDimensions whether these dimensions stay, with size 1
 */
public record Deviation(boolean isRoot, List<Integer> axes, boolean keepDimensions) implements ComposedLayer {
    public Deviation {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int[] places = Reduce.places(on.shape(value), axes);
        T centred = on.subtract(value, on.reduce(Reduction.MEAN, value, true, places));
        T variance = on.reduce(Reduction.MEAN, on.unary(Unary.SQUARE, centred), keepDimensions, places);
        return isRoot ? on.unary(Unary.SQRT, variance) : variance;
    }
}
