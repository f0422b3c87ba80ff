// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * The average of the steps of a sequence that count.
 *
 * <p>Inputs: the sequence (steps, channels), and its {@link StepMask}. A sequence of padding alone has the average NaN, as in Keras.
 */
public record MaskedAverage(boolean keepsDimensions) implements ComposedLayer {
    @Override
    public String kind() {
        return "GlobalAveragePooling1D";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Inputs.sequence(on.shape(inputs.get(0)));
        T sum = on.reduce(Reduction.SUM, on.multiply(inputs.get(0), inputs.get(1)), keepsDimensions, 0);
        return on.binary(Binary.DIVIDE, sum, on.reduce(Reduction.SUM, inputs.get(1), keepsDimensions, 0));
    }
}
