// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** Two or more inputs one after the other along one dimension; their other dimensions are equal. */
public record Concatenate() implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.concatenate(Inputs.several(inputs), -1);
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.JOINED;
    }
}
