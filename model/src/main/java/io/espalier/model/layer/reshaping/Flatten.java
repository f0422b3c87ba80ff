// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Flattens each example to one dimension. */
public record Flatten() implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.reshape(value, Shape.of(on.shape(value).elements()));
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.RESHAPED;
    }
}
