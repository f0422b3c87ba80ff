// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** The first of two inputs less the second, number by number; shapes are aligned as those of {@link Multiply}. */
public record Subtract() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() != 2) {
            throw new ModelException("subtracts one input from another, but has " + inputs.size());
        }
        return on.subtract(inputs.get(0), inputs.get(1));
    }
}
