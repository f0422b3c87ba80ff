// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;

/**
 * Gradient descent, with momentum where it is above 0, as in Keras: {@code v = momentum * v - rate * gradient} and {@code w += v}; with
 * Nesterov's look ahead {@code w += momentum * v - rate * gradient}.
 */
public record Sgd(float learningRate, float momentum, boolean nesterov) implements Optimizer {
    public Sgd {
        Ranges.checkLearningRate("SGD", learningRate);
        Ranges.checkDecay("SGD", "momentum", momentum);
    }

    /** Keras's defaults: learning rate 0.01, no momentum. */
    public static Sgd defaults() {
        return of(0.01f);
    }

    public static Sgd of(float learningRate) {
        return new Sgd(learningRate, 0, false);
    }

    public Sgd momentum(float share) {
        return new Sgd(learningRate, share, nesterov);
    }

    /** The same, looking ahead; it differs only where there is momentum. */
    public Sgd withNesterov() {
        return new Sgd(learningRate, momentum, true);
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public Op update(Ops tf, WeightUpdate update) {
        if (momentum == 0) {
            return tf.train.resourceApplyGradientDescent(update.variable(), update.learningRate(), update.gradient());
        }
        return tf.train.resourceApplyKerasMomentum(
                update.variable(),
                update.slots().get(0),
                update.learningRate(),
                update.gradient(),
                tf.constant(momentum),
                ResourceApplyKerasMomentum.useNesterov(nesterov));
    }
}
