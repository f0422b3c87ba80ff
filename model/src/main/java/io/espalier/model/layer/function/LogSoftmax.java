// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * The logarithm of the softmax along one dimension.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 */
public record LogSoftmax(int axis) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int place = Inputs.axis(on.shape(value), axis);
        if (place == on.shape(value).rank() - 1) {
            return on.logSoftmax(value);
        }
        // Without the largest no power is infinite.
        T lowered = on.subtract(value, on.reduce(Reduction.MAXIMUM, value, true, place));
        T sum = on.reduce(Reduction.SUM, on.unary(Unary.EXP, lowered), true, place);
        return on.subtract(lowered, on.unary(Unary.LOG, sum));
    }
}
