// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.regularization;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/** While training, numbers are multiplied by normal random ones of mean 1 and deviation {@code sqrt(rate / (1 - rate))}; afterwards nothing happens. */
public record GaussianDropout(float rate) implements ComposedLayer.ChannelwiseMove {
    public GaussianDropout {
        Rates.check(rate, "GaussianDropout");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        float deviation = (float) Math.sqrt(rate / (1 - rate));
        return on.normalNoise(value, on.shape(value))
                .map(noise -> on.multiply(value, on.add(on.multiply(noise, on.scalar(deviation)), on.scalar(1))))
                .orElse(value);
    }
}
