// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** Numbers of the last dimension become shares of 1: {@code exp(x) / sum(exp(x))}. */
public record Softmax() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.softmax(Inputs.single(inputs));
    }

    @Override
    public ActivationFunction lastFunction() {
        return ActivationFunction.SOFTMAX;
    }
}
