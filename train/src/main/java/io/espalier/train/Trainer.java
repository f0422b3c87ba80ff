// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.train.TrainingSettings.CheckpointFiles;
import io.espalier.train.callback.Callback;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Optimizer;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingMethod;
import io.espalier.train.session.TrainingSession;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains models on TensorFlow, like Keras's {@code compile} and {@code fit}. Immutable: each setting returns a new trainer.
 *
 * <pre>{@code
 * TrainingResult<Model> result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
 *         .withOptimizer(Adam.of(0.001f))
 *         .withBatchSize(128)
 *         .withEpochs(5)
 *         .withValidationSplit(0.1)
 *         .withSeed(42)
 *         .fit(model, mnist);
 * }</pre>
 *
 * <p>Training is reproducible: the same settings, model and data give the same weights, bit for bit, on the same machine with the same number of
 * threads.
 */
public final class Trainer {
    private final TrainingSettings settings;

    private Trainer(TrainingSettings settings) {
        this.settings = settings;
    }

    /** A trainer with Keras's defaults: Adam, batches of 32 examples, one epoch, shuffled. It uses all processors and seed 0. */
    public static Trainer of(Loss loss) {
        return new Trainer(
                TrainingSettings.of(new TrainingMethod(loss, Adam.defaults(), 32, 0, true, Augmentation.NONE)));
    }

    /**
     * A trainer that continues where Keras stopped, with the loss, the optimizer and the optimizer's state from a Keras file.
     *
     * <pre>{@code
     * KerasTraining before = KerasFiles.training(file).orElseThrow();
     * TrainingResult<Model> result = Trainer.continuing(before).withEpochs(5).fit(KerasFiles.read(file), dataset);
     * }</pre>
     *
     * @throws TrainingException if the file has no loss or optimizer, or one that is not supported
     */
    public static Trainer continuing(KerasTraining before) {
        OptimizerState optimizer = before.optimizer()
                .orElseThrow(() -> new TrainingException(
                        "the file contains no optimizer; choose one with Trainer.of(loss).optimizer(...)"));
        Trainer trainer = of(KerasContinuation.loss(before)).withOptimizer(KerasContinuation.optimizer(optimizer));
        return new Trainer(trainer.settings.withBegun(Optional.of(optimizer)));
    }

    private Trainer with(TrainingMethod method) {
        return new Trainer(settings.withMethod(method));
    }

    /** Sets the optimizer, which starts with new state. The default is {@link Adam#defaults()}. */
    public Trainer withOptimizer(Optimizer chosen) {
        return new Trainer(
                settings.withMethod(settings.method().withOptimizer(chosen)).withBegun(Optional.empty()));
    }

    /** Sets a learning rate schedule. The default is the constant rate of the optimizer. */
    public Trainer withLearningRate(LearningRateSchedule chosen) {
        return new Trainer(settings.withSchedule(chosen));
    }

    /**
     * Sets the number of examples per step. The default is 32.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer withBatchSize(int examples) {
        return with(settings.method().withBatchSize(examples));
    }

    /**
     * Sets the number of epochs. The default is 1.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer withEpochs(int number) {
        return new Trainer(settings.withEpochs(number));
    }

    /** Sets the seed of everything random: the order of examples, dropout and augmentation. The default is 0. */
    public Trainer withSeed(long number) {
        return with(settings.method().withSeed(number));
    }

    /** Sets whether each epoch shuffles the examples. The default is true. */
    public Trainer withShuffling(boolean wanted) {
        return with(settings.method().withShuffle(wanted));
    }

    /**
     * Sets an augmentation of the training images; validation images stay unchanged. In distillation, the teacher's outputs are those for the
     * original images.
     */
    public Trainer withAugmentation(Augmentation chosen) {
        return with(settings.method().withAugmentation(chosen));
    }

    /**
     * Keeps the last share of the examples for validation after each epoch. They are the last ones before shuffling, as in Keras.
     *
     * @param share from 0 to below 1
     * @throws IllegalArgumentException if the share is out of range
     */
    public Trainer withValidationSplit(double share) {
        return new Trainer(settings.withValidation(
                new Validation(share, settings.validation().dataset())));
    }

    /** Validates on this data set after each epoch. It takes precedence over a {@link #withValidationSplit}. */
    public Trainer withValidation(Dataset dataset) {
        return new Trainer(
                settings.withValidation(new Validation(settings.validation().split(), Optional.of(dataset))));
    }

    /**
     * Sets the number of threads. The default is the number of processors. Results depend on it. Steps of a few milliseconds can be quicker with
     * one. On Windows, TensorFlow keeps the number that the first session of the process asked for where it spreads a single operation over threads.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer withThreads(int number) {
        return new Trainer(settings.withThreads(number));
    }

    /** Adds callbacks. They are called in the order in which they were added. */
    public Trainer withCallbacks(Callback... added) {
        return new Trainer(settings.withCallbacks(
                Stream.concat(settings.callbacks().stream(), Stream.of(added)).toList()));
    }

    /** Stops training after the current step when the signal is given. {@code fit} then returns the model as trained so far. */
    public Trainer withStopSignal(StopSignal signal) {
        return new Trainer(settings.withStopSignal(Objects.requireNonNull(signal, "signal")));
    }

    /**
     * Saves the complete training state to an {@code .npz} file after each epoch, and when the {@linkplain #withStopSignal signal} stops training. Each
     * checkpoint replaces the one before. A state with weights that are not finite is not saved. The file stays after training.
     */
    public Trainer withCheckpoints(Path file) {
        return new Trainer(settings.withCheckpoints(
                new CheckpointFiles(Optional.of(file), settings.checkpoints().resumed())));
    }

    /**
     * Resumes training from a file that {@link #withCheckpoints} wrote, in this process or another. The result is the same as without the
     * interruption: the same weights, bit for bit, on the same machine with the same number of threads. Give {@code fit} the model that training
     * began with, or another with the same architecture and parametrizations; weights and state come from the file. The number of epochs and the
     * learning rate may change. Callbacks receive the history of the finished epochs.
     *
     * <pre>{@code
     * Trainer kept = trainer.withCheckpoints(file);
     * TrainingResult<Model> result = (Files.exists(file) ? kept.withResumeFrom(file) : kept).fit(model, dataset);
     * }</pre>
     */
    public Trainer withResumeFrom(Path checkpoint) {
        return new Trainer(settings.withCheckpoints(
                new CheckpointFiles(settings.checkpoints().written(), Optional.of(checkpoint))));
    }

    /**
     * Trains a model and returns it with new weights. Ranges that quantization-aware training found before are dropped, since they no longer fit.
     *
     * @param dataset features of the shape of the model's input, and targets that fit the loss
     * @throws TrainingException if the data do not fit the model or the loss, if the loss or the weights become NaN or infinite, or if training
     *     cannot be resumed from the checkpoint
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted: training stops before the next step, and writes its
     *     checkpoint first if it has one
     */
    public TrainingResult<Model> fit(Model model, Dataset dataset) {
        TrainingResult<ParametrizedModel> result = fit(ParametrizedModel.of(model), dataset);
        return new TrainingResult<>(result.model().strip(), result.history());
    }

    /**
     * Trains a parametrized model and returns it with new weights and state. Validation uses the parametrized weights; callbacks can get the plain
     * model, stripped. The optimizer starts with new state; the model's step count continues.
     *
     * @param dataset features of the shape of the model's input, and targets that fit the loss
     * @throws TrainingException if the data do not fit the model or the loss, if the loss or the weights become NaN or infinite, or if training
     *     cannot be resumed from the checkpoint
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted: training stops before the next step, and writes its
     *     checkpoint first if it has one
     */
    public TrainingResult<ParametrizedModel> fit(ParametrizedModel model, Dataset dataset) {
        Dataset training = settings.validation().training(dataset);
        Optional<Dataset> validated = settings.validation().validated(dataset);
        Loss loss = settings.method().loss();
        TrainingSession.check(model.raw(), training, loss);
        validated.ifPresent(examples -> TrainingSession.check(model.raw(), examples, loss));
        return new Fit(settings, model, training, validated).run();
    }
}
