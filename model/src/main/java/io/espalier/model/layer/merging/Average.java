// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** The mean of the numbers that stand at the same place of two or more inputs; shapes are aligned as those of {@link Multiply}. */
public record Average() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sum = Inputs.several(inputs).stream().reduce(on::add).orElseThrow();
        return on.multiply(sum, on.scalar(1f / inputs.size()));
    }
}
