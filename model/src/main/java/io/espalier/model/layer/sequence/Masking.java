// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * Zeros for each step whose features all have one value, which marks padding. The layers behind it skip these steps; they are told by a {@link
 * StepMask}.
 */
public record Masking(float maskValue) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.multiply(Inputs.single(inputs), StepMask.of(maskValue).compute(on, inputs));
    }
}
