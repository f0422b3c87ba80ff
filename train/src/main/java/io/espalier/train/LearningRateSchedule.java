// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.util.function.IntToDoubleFunction;

/** The learning rate of each step. */
@FunctionalInterface
public interface LearningRateSchedule {
    /**
     * The learning rate of one step.
     *
     * @param step its number from 0, as in Keras's schedules
     * @param epoch the number of its epoch, from 0
     */
    double at(long step, int epoch);

    /** A constant rate. */
    static LearningRateSchedule constant(double rate) {
        return (step, epoch) -> rate;
    }

    /** Exponential decay with each step: {@code initial * decayRate^(step / decaySteps)}. */
    static LearningRateSchedule exponentialDecay(double initial, int decaySteps, double decayRate) {
        return (step, epoch) -> initial * Math.pow(decayRate, (double) step / decaySteps);
    }

    /** Step decay: multiplies the rate by a factor at an interval of epochs. */
    static LearningRateSchedule stepDecay(double initial, int epochs, double factor) {
        return (step, epoch) -> initial * Math.pow(factor, Math.floorDiv(epoch, epochs));
    }

    /**
     * Cosine decay from the initial rate to 0, like Keras's {@code CosineDecay}.
     *
     * @param decaySteps the number of steps to reach 0
     * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter: SGDR (2017)</a>
     */
    static LearningRateSchedule cosineDecay(double initial, long decaySteps) {
        return (step, epoch) ->
                initial * (1 + Math.cos(Math.PI * Math.min(step, decaySteps) / (double) decaySteps)) / 2;
    }

    /** A rate per epoch. The function gets the number of the epoch, from 0. */
    static LearningRateSchedule ofEpoch(IntToDoubleFunction rate) {
        return (step, epoch) -> rate.applyAsDouble(epoch);
    }
}
