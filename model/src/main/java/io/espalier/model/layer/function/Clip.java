// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import java.util.List;

/** Numbers with a bound below and one above. */
public record Clip(float least, float most) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T bounded = on.binary(Binary.MAXIMUM, Inputs.single(inputs), on.scalar(least));
        return on.binary(Binary.MINIMUM, bounded, on.scalar(most));
    }
}
