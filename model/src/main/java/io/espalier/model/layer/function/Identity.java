// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** Returns its input. */
public record Identity() implements ComposedLayer.ChannelwiseMove {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return Inputs.single(inputs);
    }
}
