// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.session.RunningMean;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a training has come. The order of the examples follows from it, the seed and their number.
 *
 * @param firstStep how many steps the model had been trained before this training
 * @param steps of this training
 * @param history of the epochs that are finished
 * @param stepsInEpoch of the epoch under way; 0 between two
 * @param mean over these
 * @param seconds that the epoch under way took before it was resumed
 */
public record TrainingPosition(
        long firstStep, long steps, History history, int stepsInEpoch, RunningMean mean, double seconds) {

    /** Before the first step of a model that was trained for some steps before. */
    public static TrainingPosition start(long firstStep) {
        return new TrainingPosition(firstStep, 0, new History(List.of()), 0, RunningMean.NOTHING, 0);
    }

    /** After one more step. */
    public TrainingPosition plus(Metrics batch, int examples) {
        return new TrainingPosition(
                firstStep, steps + 1, history, stepsInEpoch + 1, mean.plus(batch, examples), seconds);
    }

    /** Between the epoch under way and the next. */
    public TrainingPosition plus(History.Epoch epoch) {
        History longer = new History(
                Stream.concat(history.epochs().stream(), Stream.of(epoch)).toList());
        return new TrainingPosition(firstStep, steps, longer, 0, RunningMean.NOTHING, 0);
    }

    /** The same, with what the epoch under way took until now. */
    public TrainingPosition lasting(double secondsUntilNow) {
        return new TrainingPosition(firstStep, steps, history, stepsInEpoch, mean, secondsUntilNow);
    }

    /** The number of the epoch under way, or of the one to come, from 1. */
    public int epoch() {
        return history.epochs().size() + 1;
    }

    /** How many epochs were begun, finished or not. */
    public int epochsBegun() {
        return stepsInEpoch == 0 ? epoch() - 1 : epoch();
    }

    /** The position in words, for messages. */
    @Override
    public String toString() {
        return "of step " + steps + (stepsInEpoch == 0 ? " at the end of epoch " : " in epoch ") + epochsBegun();
    }
}
