// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Numbers of the last dimension become shares of 1: {@code exp(x) / sum(exp(x))}. */
public record Softmax() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Window.single(inputs);
        if (input.rank() == 0) {
            throw new ModelException("expects an input with a last dimension, but each example is one number");
        }
        return input;
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
