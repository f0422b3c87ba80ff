// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * {@code alpha * (exp(x) - 1)} for numbers below 0; others stay.
 *
 * @see <a href="https://arxiv.org/abs/1511.07289">Clevert, Unterthiner and Hochreiter, 2016</a>
 */
public record ELU(float alpha) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return ActivationFunction.elu(on, Inputs.single(inputs), alpha);
    }
}
