// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * {@code x * sigmoid(beta * x)}; with a beta of 1 it is the activation function swish.
 *
 * @see <a href="https://arxiv.org/abs/1710.05941">Ramachandran, Zoph and Le, 2017</a>
 */
public record ScaledSwish(float beta) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.multiply(value, on.unary(Unary.SIGMOID, on.multiply(value, on.scalar(beta))));
    }
}
