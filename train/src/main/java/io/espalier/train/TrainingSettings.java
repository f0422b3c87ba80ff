// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.train.callback.Callback;
import io.espalier.train.session.TrainingMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All settings of a {@link Trainer}.
 *
 * @param schedule of the learning rate; without one the optimizer's own stays
 * @param epochs the epoch to end after, from 1
 * @param begun the state of the optimizer at the start, if it is not new
 */
record TrainingSettings(
        TrainingMethod method,
        Optional<LearningRateSchedule> schedule,
        Optional<OptimizerState> begun,
        int epochs,
        Validation validation,
        int threads,
        List<Callback> callbacks,
        StopSignal stopSignal,
        CheckpointFiles checkpoints) {
    TrainingSettings {
        requirePositive("number of epochs", epochs);
        requirePositive("number of threads", threads);
        callbacks = List.copyOf(callbacks);
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("the " + what + " must be at least 1, not " + number);
        }
    }

    /** One epoch on all processors, with nothing optional. */
    static TrainingSettings of(TrainingMethod method) {
        return new TrainingSettings(
                method,
                Optional.empty(),
                Optional.empty(),
                1,
                Validation.NONE,
                Runtime.getRuntime().availableProcessors(),
                List.of(),
                new StopSignal(),
                CheckpointFiles.NONE);
    }

    /**
     * The files of checkpoints.
     *
     * @param written the file to write to after each epoch
     * @param resumed the file to resume from
     */
    record CheckpointFiles(Optional<Path> written, Optional<Path> resumed) {
        static final CheckpointFiles NONE = new CheckpointFiles(Optional.empty(), Optional.empty());
    }

    TrainingSettings withMethod(TrainingMethod other) {
        return new TrainingSettings(
                other, schedule, begun, epochs, validation, threads, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withSchedule(LearningRateSchedule other) {
        return new TrainingSettings(
                method, Optional.of(other), begun, epochs, validation, threads, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withBegun(Optional<OptimizerState> other) {
        return new TrainingSettings(
                method, schedule, other, epochs, validation, threads, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withEpochs(int number) {
        return new TrainingSettings(
                method, schedule, begun, number, validation, threads, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withValidation(Validation other) {
        return new TrainingSettings(
                method, schedule, begun, epochs, other, threads, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withThreads(int number) {
        return new TrainingSettings(
                method, schedule, begun, epochs, validation, number, callbacks, stopSignal, checkpoints);
    }

    TrainingSettings withCallbacks(List<Callback> all) {
        return new TrainingSettings(method, schedule, begun, epochs, validation, threads, all, stopSignal, checkpoints);
    }

    TrainingSettings withStopSignal(StopSignal other) {
        return new TrainingSettings(
                method, schedule, begun, epochs, validation, threads, callbacks, other, checkpoints);
    }

    TrainingSettings withCheckpoints(CheckpointFiles files) {
        return new TrainingSettings(method, schedule, begun, epochs, validation, threads, callbacks, stopSignal, files);
    }

    /** The learning rate of a step. */
    float learningRate(long stepsBefore, int epochsBefore) {
        return (float) schedule.map(chosen -> chosen.at(stepsBefore, epochsBefore))
                .orElseGet(() -> (double) method.optimizer().learningRate())
                .doubleValue();
    }
}
