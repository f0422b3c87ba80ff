// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.regularization;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** During training, adds normal random numbers with mean 0 and this standard deviation; at inference, returns its input. */
public record GaussianNoise(float deviation) implements ComposedLayer.ChannelwiseMove {
    public GaussianNoise {
        if (!(deviation >= 0)) {
            throw new ModelException("the standard deviation of a GaussianNoise must be 0 or more, not " + deviation);
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.normalNoise(value, on.shape(value))
                .map(noise -> on.add(value, on.multiply(noise, on.scalar(deviation))))
                .orElse(value);
    }
}
