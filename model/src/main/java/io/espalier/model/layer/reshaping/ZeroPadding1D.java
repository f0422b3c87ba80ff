// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** Adds steps of zeros before and after a sequence (steps, channels). */
public record ZeroPadding1D(int before, int after) implements ComposedLayer.ChannelwiseMove {
    public ZeroPadding1D {
        if (before < 0 || after < 0) {
            throw new ModelException("padding must be 0 or more at each end, not " + before + " and " + after);
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.sequence(on.shape(sequence));
        return on.pad(sequence, List.of(before, 0), List.of(after, 0));
    }
}
