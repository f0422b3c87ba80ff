// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam, adaptive moment estimation, as in Keras: {@code w -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)}.
 *
 * @param learningRate above 0
 * @param beta1 the decay of the first moment, from 0 to below 1
 * @param beta2 the decay of the second moment, from 0 to below 1
 * @param epsilon above 0
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba: Adam: A Method for Stochastic Optimization (2014)</a>
 */
public record Adam(float learningRate, float beta1, float beta2, float epsilon) implements Optimizer {
    /** @throws IllegalArgumentException if a value is out of range */
    public Adam {
        Ranges.checkLearningRate("Adam", learningRate);
        Ranges.checkDecay("Adam", "beta1", beta1);
        Ranges.checkDecay("Adam", "beta2", beta2);
        Ranges.checkEpsilon("Adam", epsilon);
    }

    /** Keras's defaults: learning rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7. */
    public static Adam defaults() {
        return of(0.001f);
    }

    /**
     * Keras's defaults with another learning rate.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-7f);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public List<String> slots() {
        return List.of("m", "v");
    }

    @Override
    public Op update(Ops tf, WeightUpdate update) {
        Operand<TFloat32> first = tf.constant(beta1);
        Operand<TFloat32> second = tf.constant(beta2);
        return tf.train.resourceApplyAdam(
                update.variable(),
                update.slots().get(0),
                update.slots().get(1),
                tf.math.pow(first, update.step()),
                tf.math.pow(second, update.step()),
                update.learningRate(),
                first,
                second,
                tf.constant(epsilon),
                update.gradient());
    }
}
