// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** A function of each number, or, for softmax, of the last dimension. */
public record Activation(ActivationFunction function) implements Layer {
    public static Activation of(ActivationFunction function) {
        return new Activation(function);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Window.single(inputs);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
