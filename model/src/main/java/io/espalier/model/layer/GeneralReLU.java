// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;
import io.espalier.model.compute.Binary;
import io.espalier.model.compute.Operations;
import io.espalier.model.compute.Unary;
import java.util.List;

/**
 * Keras's ReLU with all its settings; where only the maximum is set, there is {@link ReLU}.
 *
 * <pre>
 * maxValue                 where x is maxValue or more
 * x                        where x is above threshold, and below maxValue
 * slope * (x - threshold)  elsewhere
 * </pre>
 *
 * @param maxValue infinity where there is no maximum
 */
public record GeneralReLU(float maxValue, float slope, float threshold) implements ComposedLayer {
    public GeneralReLU {
        if (!(maxValue >= 0) || !(slope >= 0) || !(threshold >= 0) || !(threshold <= maxValue)) {
            throw new ModelException("a ReLU has a maximum, a slope and a threshold of 0 or more, and the threshold is"
                    + " not above the maximum; they are " + maxValue + ", " + slope + " and " + threshold);
        }
    }

    @Override
    public String kind() {
        return "ReLU";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T x = Inputs.single(inputs);
        T above = threshold == 0 ? on.unary(Unary.RELU, x) : on.multiply(x, on.isAbove(x, threshold));
        T bounded = maxValue < Float.POSITIVE_INFINITY ? on.binary(Binary.MINIMUM, above, on.scalar(maxValue)) : above;
        if (slope == 0) {
            return bounded;
        }
        T below = on.binary(Binary.MINIMUM, on.subtract(x, on.scalar(threshold)), on.scalar(0));
        return on.add(bounded, on.multiply(below, on.scalar(slope)));
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }
}
