// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.regularization;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * While training, a share of the numbers becomes what selu makes of very small ones, and all are then scaled and shifted so that their mean
 * and variance stay 0 and 1; afterwards nothing happens.
 *
 * @param noise the shape of the random mask, whose dimensions of 1 are broadcast; empty for a mask of the input's shape
 * @see <a href="https://arxiv.org/abs/1706.02515">Klambauer and others, 2017</a>
 */
public record AlphaDropout(float rate, Optional<Shape> noise) implements ComposedLayer.ChannelwiseMove {
    private static final double LEAST_OF_SELU = -1.6732632423543772 * 1.0507009873554805;

    public AlphaDropout {
        Rates.check(rate, "AlphaDropout");
    }

    /** Dropout of single values. */
    public AlphaDropout(float rate) {
        this(rate, Optional.empty());
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        double scale = 1 / Math.sqrt((1 - rate) * (1 + rate * LEAST_OF_SELU * LEAST_OF_SELU));
        double shift = -scale * LEAST_OF_SELU * rate;
        return on.dropoutMask(value, noise.orElse(on.shape(value)), rate)
                .map(mask -> {
                    T kept = on.multiply(mask, on.scalar(1 - rate));
                    T moved = on.subtract(value, on.scalar((float) LEAST_OF_SELU));
                    T dropped = on.add(on.multiply(kept, moved), on.scalar((float) LEAST_OF_SELU));
                    return on.add(on.multiply(dropped, on.scalar((float) scale)), on.scalar((float) shift));
                })
                .orElse(value);
    }
}
