// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/** A function of each number, as Keras files have it where a model was built of tensors rather than layers: {@code tf.sqrt(x)}. */
public record Elementwise(Unary function) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.unary(function, Inputs.single(inputs));
    }
}
