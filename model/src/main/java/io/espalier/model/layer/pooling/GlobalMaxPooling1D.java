// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * The largest value of each channel over all steps of a sequence.
 *
 * @param keepDimensions whether the output keeps the pooled dimensions, with size 1
 */
public record GlobalMaxPooling1D(boolean keepDimensions) implements ComposedLayer.ChannelwiseMove {
    /** A layer that drops the pooled dimension. */
    public GlobalMaxPooling1D() {
        this(false);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.sequence(on.shape(sequence));
        return on.reduce(Reduction.MAXIMUM, sequence, keepDimensions, 0);
    }
}
