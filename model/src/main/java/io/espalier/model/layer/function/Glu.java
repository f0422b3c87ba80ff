// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The gated linear unit: the first half of a dimension times the sigmoid of its second half.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 * @see <a href="https://arxiv.org/abs/1612.08083">Dauphin and others, 2016</a>
 */
public record Glu(int axis) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        int place = Inputs.axis(shape, axis);
        int size = shape.dimension(place);
        if (size % 2 != 0) {
            throw new ModelException("halves a dimension of " + size + " in " + shape.batched());
        }
        T gate = on.unary(Unary.SIGMOID, on.slice(value, place, size / 2, size / 2));
        return on.multiply(on.slice(value, place, 0, size / 2), gate);
    }
}
