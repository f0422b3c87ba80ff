// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.merging;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import java.util.List;

/** The largest of the numbers that stand at the same place of two or more inputs; shapes are aligned as those of {@link Multiply}. */
public record Maximum() implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return Inputs.several(inputs).stream()
                .reduce((one, other) -> on.binary(Binary.MAXIMUM, one, other))
                .orElseThrow();
    }
}
