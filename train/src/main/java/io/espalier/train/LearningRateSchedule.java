// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.util.function.IntToDoubleFunction;

/** Which learning rate each step has. */
@FunctionalInterface
public interface LearningRateSchedule {
    /**
     * The learning rate of one step.
     *
     * @param step the steps that were done before, as Keras's schedules count
     * @param epoch the epochs that were done before
     */
    double at(long step, int epoch);

    /** The same rate always. */
    static LearningRateSchedule constant(double rate) {
        return (step, epoch) -> rate;
    }

    /** {@code initial * decayRate^(step / decaySteps)}, falling with each step. */
    static LearningRateSchedule exponentialDecay(double initial, int decaySteps, double decayRate) {
        return (step, epoch) -> initial * Math.pow(decayRate, (double) step / decaySteps);
    }

    /** {@code initial * factor^n} where n is how often {@code epochs} epochs have passed. */
    static LearningRateSchedule stepDecay(double initial, int epochs, double factor) {
        return (step, epoch) -> initial * Math.pow(factor, Math.floorDiv(epoch, epochs));
    }

    /**
     * From the initial rate down to 0 along half a cosine, in so many steps; 0 from then on. Keras's {@code CosineDecay}.
     *
     * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, 2017</a>
     */
    static LearningRateSchedule cosineDecay(double initial, long decaySteps) {
        return (step, epoch) ->
                initial * (1 + Math.cos(Math.PI * Math.min(step, decaySteps) / (double) decaySteps)) / 2;
    }

    /** What the function says of each epoch, counted from 0. */
    static LearningRateSchedule ofEpoch(IntToDoubleFunction rate) {
        return (step, epoch) -> rate.applyAsDouble(epoch);
    }
}
