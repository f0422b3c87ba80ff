// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/**
 * RMSprop: gradients divided by their running root mean square, as in Keras: {@code v = rho * v + (1 - rho) * gradient^2}, {@code m =
 * momentum * m + rate * gradient / sqrt(v + epsilon)} and {@code w -= m}.
 *
 * @param learningRate above 0
 * @param rho the decay of the mean square, from 0 to below 1
 * @param momentum from 0 to below 1
 * @param epsilon above 0
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Hinton, 2012</a>
 */
public record RmsProp(float learningRate, float rho, float momentum, float epsilon) implements Optimizer {
    /** @throws IllegalArgumentException if a value is out of range */
    public RmsProp {
        Ranges.checkLearningRate("RMSprop", learningRate);
        Ranges.checkDecay("RMSprop", "rho", rho);
        Ranges.checkDecay("RMSprop", "momentum", momentum);
        Ranges.checkEpsilon("RMSprop", epsilon);
    }

    /** Keras's defaults: learning rate 0.001, rho 0.9, no momentum, epsilon 1e-7. */
    public static RmsProp defaults() {
        return of(0.001f);
    }

    /**
     * Keras's defaults with another learning rate.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public static RmsProp of(float learningRate) {
        return new RmsProp(learningRate, 0.9f, 0, 1e-7f);
    }

    /**
     * The same with momentum.
     *
     * @throws IllegalArgumentException if it is not from 0 to below 1
     */
    public RmsProp withMomentum(float share) {
        return new RmsProp(learningRate, rho, share, epsilon);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<String> slots() {
        return List.of("velocity", "momentum");
    }

    @Override
    public Op update(Ops tf, WeightUpdate update) {
        return tf.train.resourceApplyRmsProp(
                update.variable(),
                update.slots().get(0),
                update.slots().get(1),
                update.learningRate(),
                tf.constant(rho),
                tf.constant(momentum),
                tf.constant(epsilon),
                update.gradient());
    }
}
