// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Two or more inputs side by side along the last dimension; their other dimensions are equal. */
public record Concatenate() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new ModelException("joins at least two inputs, but has " + inputs.size());
        }
        Shape first = inputs.get(0);
        int channels = 0;
        for (Shape input : inputs) {
            if (input.rank() == 0
                    || input.rank() != first.rank()
                    || !input.withChannels(1).equals(first.withChannels(1))) {
                throw new ModelException("joins inputs that differ in the last dimension only, but they have shapes "
                        + first.batched() + " and " + input.batched());
            }
            channels += input.channels();
        }
        return first.withChannels(channels);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
