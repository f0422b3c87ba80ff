// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Shifts and scales each group of channels of an example so that it has mean 0 and variance 1.
 *
 * <p>Weights, unless left out: {@code gamma} and {@code beta} of shape (channels).
 *
 * @param groups into which the channels, the last dimension, are split; -1 for one for each channel
 * @param epsilon is added to the variance
 * @param center whether beta is added
 * @param scale whether the result is multiplied by gamma
 * @see <a href="https://arxiv.org/abs/1803.08494">Wu and He, 2018</a>
 */
public record GroupNormalization(int groups, float epsilon, boolean center, boolean scale) implements ComposedLayer {
    private int groupsOf(Shape shape) {
        int number = groups == -1 ? shape.channels() : groups;
        if (number < 1 || shape.channels() % number != 0) {
            throw new ModelException("splits " + shape.channels() + " channels into " + groups
                    + " groups; the channels must be a multiple of the groups");
        }
        return number;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape channels = Shape.of(Inputs.single(inputs).channels());
        List<WeightSpec> weights = new ArrayList<>();
        if (scale) {
            weights.add(WeightSpec.trainable("gamma", channels, Initializer.ONES));
        }
        if (center) {
            weights.add(WeightSpec.trainable("beta", channels, Initializer.ZEROS));
        }
        return weights;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        int number = groupsOf(shape);
        int places = shape.elements() / shape.channels();
        T grouped = on.reshape(value, Shape.of(places, number, shape.channels() / number));
        T centred = on.subtract(grouped, on.reduce(Reduction.MEAN, grouped, true, 0, 2));
        T variance = on.reduce(Reduction.MEAN, on.unary(Unary.SQUARE, centred), true, 0, 2);
        T deviation = on.unary(Unary.RSQRT, on.add(variance, on.scalar(epsilon)));
        T normalized = on.reshape(on.multiply(centred, deviation), shape);
        T scaled = scale ? on.multiply(normalized, on.weight("gamma")) : normalized;
        return center ? on.add(scaled, on.weight("beta")) : scaled;
    }
}
