// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Repeats each step of a sequence (steps, channels). */
public record UpSampling1D(int times) implements ComposedLayer.ChannelwiseMove {
    public UpSampling1D {
        if (times < 1) {
            throw new ModelException("an UpSampling1D repeats at least once, not " + times + " times");
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Shape shape = Inputs.sequence(on.shape(sequence));
        int steps = shape.dimension(0);
        T apart = on.reshape(sequence, Shape.of(steps, 1, shape.channels()));
        return on.reshape(on.tile(apart, List.of(1, times, 1)), Shape.of(steps * times, shape.channels()));
    }
}
