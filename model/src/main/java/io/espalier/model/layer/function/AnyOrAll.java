// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * Whether any number along some dimensions is not 0, or whether none is; 1 or 0.
 *
 * @param isAll whether all must be other than 0
 * @param axes from 0 after the batch or, below 0, from the end
 * @param keepDimensions whether these dimensions stay, with size 1
 */
public record AnyOrAll(boolean isAll, List<Integer> axes, boolean keepDimensions) implements ComposedLayer {
    public AnyOrAll {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Reduction reduction = isAll ? Reduction.MINIMUM : Reduction.MAXIMUM;
        return on.reduce(reduction, on.isOther(value, 0), keepDimensions, Reduce.places(on.shape(value), axes));
    }
}
