// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * A fully connected layer over the last dimension.
 *
 * <p>Weights: {@code kernel} of shape (inputs, units) and, unless left out, {@code bias} of shape (units).
 */
public record Dense(int units, ActivationFunction activation, boolean useBias) implements KernelLayer {
    public Dense {
        Objects.requireNonNull(activation, "activation");
        if (units < 1) {
            throw new ModelException("a Dense needs at least one unit, not " + units);
        }
    }

    /** Keras's defaults: linear, with bias. */
    public static Dense of(int units) {
        return new Dense(units, ActivationFunction.LINEAR, true);
    }

    /** A copy that applies this activation function to its output. */
    public Dense withActivation(ActivationFunction activation) {
        return new Dense(units, activation, useBias);
    }

    /** A copy without a bias. */
    public Dense withoutBias() {
        return new Dense(units, activation, false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return features(inputs).withChannels(units);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape kernel = Shape.of(features(inputs).channels(), units);
        return WeightSpec.withBias(useBias, units, WeightSpec.kernel("kernel", kernel));
    }

    private static Shape features(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        if (input.rank() == 0) {
            throw new ModelException("expects an input with a last dimension, but each example is one number");
        }
        return input;
    }

    @Override
    public Dense withChannels(int channels) {
        return new Dense(channels, activation, useBias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
