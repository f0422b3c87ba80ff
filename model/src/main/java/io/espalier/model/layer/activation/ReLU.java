// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * Negative numbers become 0, and numbers above the maximum become the maximum.
 *
 * @param maxValue infinity where there is no maximum
 */
public record ReLU(float maxValue) implements ComposedLayer.Channelwise {
    public ReLU {
        if (!(maxValue > 0)) {
            throw new ModelException("the maximum of a ReLU must be greater than 0, not " + maxValue);
        }
    }

    /** A ReLU without an upper bound. */
    public static ReLU unbounded() {
        return new ReLU(Float.POSITIVE_INFINITY);
    }

    /** A ReLU with this upper bound, such as 6. */
    public static ReLU max(float maxValue) {
        return new ReLU(maxValue);
    }

    /** Whether there is an upper bound. */
    public boolean isBounded() {
        return maxValue < Float.POSITIVE_INFINITY;
    }

    @Override
    public String kind() {
        return "ReLU";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        if (maxValue == 6) {
            return on.unary(Unary.RELU6, value);
        }
        T positive = on.unary(Unary.RELU, value);
        return isBounded() ? on.binary(Binary.MINIMUM, positive, on.scalar(maxValue)) : positive;
    }

    /** RELU, RELU6, or linear for another maximum, which has no function of its own. */
    @Override
    public ActivationFunction lastFunction() {
        if (!isBounded()) {
            return ActivationFunction.RELU;
        }
        return maxValue == 6 ? ActivationFunction.RELU6 : ActivationFunction.LINEAR;
    }
}
