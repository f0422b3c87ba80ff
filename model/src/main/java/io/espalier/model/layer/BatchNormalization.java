// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Each channel shifted and scaled to mean 0 and variance 1, then by learned {@code gamma} and {@code beta}.
 *
 * <p>Training uses the statistics of the batch and keeps moving averages of them ({@code moving = moving * momentum + batch * (1 -
 * momentum)}); afterwards the averages are used. The channels are the last dimension. Weights, each of shape (channels): {@code
 * gamma}, {@code beta}, {@code moving_mean}, {@code moving_variance}; the last two are not trainable.
 *
 * @param epsilon added to the variance
 * @param center whether there is a beta
 * @param scale whether there is a gamma
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, 2015</a>
 */
public record BatchNormalization(float momentum, float epsilon, boolean center, boolean scale) implements Layer {
    public BatchNormalization {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new ModelException("the momentum of a BatchNormalization must be from 0 to 1, not " + momentum);
        }
        if (!(epsilon > 0)) {
            throw new ModelException("the epsilon of a BatchNormalization must be greater than 0, not " + epsilon);
        }
    }

    /** Keras's defaults: momentum 0.99, epsilon 0.001, with beta and gamma. */
    public static BatchNormalization defaults() {
        return new BatchNormalization(0.99f, 0.001f, true, true);
    }

    /** A copy with this momentum of the moving averages. */
    public BatchNormalization withMomentum(float momentum) {
        return new BatchNormalization(momentum, epsilon, center, scale);
    }

    /** A copy with this number added to the variance. */
    public BatchNormalization withEpsilon(float epsilon) {
        return new BatchNormalization(momentum, epsilon, center, scale);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        if (input.rank() == 0) {
            throw new ModelException("expects an input with channels, but each example is one number");
        }
        return input;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape channels = Shape.of(outputShape(inputs).channels());
        List<WeightSpec> weights = new ArrayList<>();
        if (scale) {
            weights.add(WeightSpec.trainable("gamma", channels, Initializer.ONES));
        }
        if (center) {
            weights.add(WeightSpec.trainable("beta", channels, Initializer.ZEROS));
        }
        weights.add(WeightSpec.fixed("moving_mean", channels, Initializer.ZEROS));
        weights.add(WeightSpec.fixed("moving_variance", channels, Initializer.ONES));
        return weights;
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.KEPT;
    }

    @Override
    public boolean isRandom(List<Shape> inputs) {
        return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
