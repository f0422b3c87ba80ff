// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * Keras's ReLU with a slope below its threshold: numbers above the threshold stay, up to a maximum; others become {@code slope * (x -
 * threshold)}. {@link ReLU} is that without slope and threshold.
 *
 * @param maxValue infinity where there is none
 */
public record GeneralReLU(float maxValue, float negativeSlope, float threshold) implements ComposedLayer.Channelwise {
    public GeneralReLU {
        if (!(maxValue >= 0) || !(negativeSlope >= 0) || !(threshold >= 0)) {
            throw new ModelException("a ReLU's maximum, slope and threshold must not be negative, but they are "
                    + maxValue + ", " + negativeSlope + " and " + threshold);
        }
    }

    @Override
    public String kind() {
        return "ReLU";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        T above = threshold == 0 ? on.unary(Unary.RELU, input) : on.multiply(input, on.isAbove(input, threshold));
        T bounded = Float.isInfinite(maxValue) ? above : on.binary(Binary.MINIMUM, above, on.scalar(maxValue));
        if (negativeSlope == 0) {
            return bounded;
        }
        T below = on.unary(Unary.RELU, on.subtract(on.scalar(threshold), input));
        return on.subtract(bounded, on.multiply(below, on.scalar(negativeSlope)));
    }
}
