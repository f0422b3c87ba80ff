// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * Returns its input. Keras adds {@code l1 * sum(abs(x)) + l2 * sum(x * x)} to the loss; as regularizers of weights, this is kept in
 * files and not part of the training here.
 */
public record ActivityRegularization(float l1, float l2) implements ComposedLayer.ChannelwiseMove {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return Inputs.single(inputs);
    }
}
