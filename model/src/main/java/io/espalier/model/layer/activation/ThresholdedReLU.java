// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** Numbers up to a threshold become 0; others stay. */
public record ThresholdedReLU(float theta) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        return on.multiply(input, on.isAbove(input, theta));
    }
}
