// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** The sum of two or more inputs of one shape. */
public record Add() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Shape shape = on.shape(Inputs.several(inputs).get(0));
        for (T input : inputs) {
            if (!on.shape(input).equals(shape)) {
                throw new ModelException("adds inputs of the same shape, but they have shapes " + shape.batched()
                        + " and " + on.shape(input).batched());
            }
        }
        return inputs.stream().reduce(on::add).orElseThrow();
    }
}
