// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
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
