// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;

/**
 * Stochastic gradient descent, optionally with momentum, as in Keras: {@code v = momentum * v - rate * gradient} and {@code w += v}; with Nesterov
 * momentum {@code w += momentum * v - rate * gradient}.
 *
 * @param learningRate above 0
 * @param momentum from 0 to below 1
 * @param nesterov whether momentum is Nesterov's; has no effect without momentum
 */
public record Sgd(float learningRate, float momentum, boolean nesterov) implements Optimizer {
    /** @throws IllegalArgumentException if a value is out of range */
    public Sgd {
        Ranges.checkLearningRate("SGD", learningRate);
        Ranges.checkDecay("SGD", "momentum", momentum);
    }

    /** Keras's defaults: learning rate 0.01, no momentum. */
    public static Sgd defaults() {
        return of(0.01f);
    }

    /**
     * Without momentum.
     *
     * @throws IllegalArgumentException if the learning rate is not above 0
     */
    public static Sgd of(float learningRate) {
        return new Sgd(learningRate, 0, false);
    }

    /**
     * The same with momentum.
     *
     * @throws IllegalArgumentException if it is not from 0 to below 1
     */
    public Sgd withMomentum(float share) {
        return new Sgd(learningRate, share, nesterov);
    }

    /** The same with Nesterov momentum. */
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
