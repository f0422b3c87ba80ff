// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** The mask that the call of a layer names. Input: a number for each step, (steps) or (steps, 1); 0 for each that is padding. */
public record GivenMask() implements ImpliedMask {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        boolean isColumn = shape.rank() == 2 && shape.dimension(1) == 1;
        if (shape.rank() != 1 && !isColumn) {
            throw new ModelException("expects a mask of shape (steps), but has one of shape " + shape.batched());
        }
        T counts = on.isOther(value, 0);
        return isColumn ? counts : on.reshape(counts, Shape.of(shape.dimension(0), 1));
    }
}
