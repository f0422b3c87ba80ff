// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;
import java.util.Objects;

/** A function of each number, or, for softmax, of the last dimension. */
public record Activation(ActivationFunction function) implements ComposedLayer.Channelwise {
    public Activation {
        Objects.requireNonNull(function, "function");
    }

    /** A layer that applies this function. */
    public static Activation of(ActivationFunction function) {
        return new Activation(function);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return function.apply(on, Inputs.single(inputs));
    }

    @Override
    public boolean movesValues() {
        return function == ActivationFunction.LINEAR;
    }

    @Override
    public ActivationFunction lastFunction() {
        return function;
    }
}
