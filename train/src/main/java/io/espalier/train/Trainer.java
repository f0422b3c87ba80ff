// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.train.callback.Callback;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Optimizer;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains models on TensorFlow, as Keras's {@code compile} and {@code fit} do. Immutable: each setting makes another trainer.
 *
 * <pre>{@code
 * TrainingResult result = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
 *         .optimizer(Adam.of(0.001f))
 *         .batchSize(128)
 *         .epochs(5)
 *         .validationSplit(0.1)
 *         .seed(42)
 *         .fit(model, mnist);
 * }</pre>
 *
 * <p>The same settings, model and data give the same weights, bit for bit, on the same machine with the same number of threads.
 */
public final class Trainer {
    private Loss loss;
    private Optimizer optimizer = Adam.defaults();
    private Optional<LearningRateSchedule> schedule = Optional.empty();
    private int batchSize = 32;
    private int epochs = 1;
    private long seed;
    private boolean shuffle = true;
    private Augmentation augmentation = Augmentation.NONE;
    private double validationSplit;
    private Optional<Dataset> validation = Optional.empty();
    private int threads = Runtime.getRuntime().availableProcessors();
    private List<Callback> callbacks = List.of();
    private StopSignal stopSignal = new StopSignal();
    private Optional<OptimizerState> begun = Optional.empty();
    private Optional<Path> checkpoints = Optional.empty();
    private Optional<Path> resumed = Optional.empty();

    private Trainer(Loss loss) {
        this.loss = loss;
    }

    /** A trainer with Keras's defaults: Adam, batches of 32, one epoch, shuffled. The seed is 0. */
    public static Trainer of(Loss loss) {
        return new Trainer(loss);
    }

    /**
     * A trainer that goes on where Keras stopped: with the loss and the optimizer that a model's file tells of, and its state.
     *
     * <pre>{@code
     * KerasTraining before = KerasFiles.training(file).orElseThrow();
     * TrainingResult result = Trainer.continuing(before).epochs(5).fit(KerasFiles.read(file), dataset);
     * }</pre>
     *
     * @throws TrainingException if the file told of no loss or no optimizer, or of one that is not here
     */
    public static Trainer continuing(KerasTraining before) {
        OptimizerState optimizer = before.optimizer()
                .orElseThrow(() -> new TrainingException(
                        "the file contains no optimizer; choose one with Trainer.of(loss).optimizer(...)"));
        return of(KerasContinuation.loss(before)).with(trainer -> {
            trainer.optimizer = KerasContinuation.optimizer(optimizer);
            trainer.begun = Optional.of(optimizer);
        });
    }

    private Trainer with(Consumer<Trainer> change) {
        Trainer changed = new Trainer(loss);
        changed.optimizer = optimizer;
        changed.begun = begun;
        changed.schedule = schedule;
        changed.batchSize = batchSize;
        changed.epochs = epochs;
        changed.seed = seed;
        changed.shuffle = shuffle;
        changed.augmentation = augmentation;
        changed.validationSplit = validationSplit;
        changed.validation = validation;
        changed.threads = threads;
        changed.callbacks = callbacks;
        changed.stopSignal = stopSignal;
        changed.checkpoints = checkpoints;
        changed.resumed = resumed;
        change.accept(changed);
        return changed;
    }

    public Trainer optimizer(Optimizer chosen) {
        return with(trainer -> {
            trainer.optimizer = chosen;
            trainer.begun = Optional.empty();
        });
    }

    /** Changes the learning rate as training goes on; without one the optimizer's stays. */
    public Trainer learningRate(LearningRateSchedule chosen) {
        return with(trainer -> trainer.schedule = Optional.of(chosen));
    }

    public Trainer batchSize(int examples) {
        requirePositive("batch size", examples);
        return with(trainer -> trainer.batchSize = examples);
    }

    public Trainer epochs(int number) {
        requirePositive("number of epochs", number);
        return with(trainer -> trainer.epochs = number);
    }

    /** What the order of examples, dropout and augmentation follow from. */
    public Trainer seed(long number) {
        return with(trainer -> trainer.seed = number);
    }

    /** Whether each epoch takes the examples in an order of its own; otherwise each takes them in that of the data set. */
    public Trainer shuffle(boolean wanted) {
        return with(trainer -> trainer.shuffle = wanted);
    }

    /**
     * Trains on images that are changed in each epoch; what is validated on stays as it is. A teacher's answers that were computed before are
     * those to the unchanged image.
     */
    public Trainer augment(Augmentation chosen) {
        return with(trainer -> trainer.augmentation = chosen);
    }

    /** Keeps the last share of the examples, from 0 to below 1, for validation. They are the last before shuffling, as in Keras. */
    public Trainer validationSplit(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("the validation split must be at least 0 and less than 1, not " + share);
        }
        return with(trainer -> trainer.validationSplit = share);
    }

    /** Validates on a set of its own after each epoch; a {@link #validationSplit} is then left alone. */
    public Trainer validation(Dataset dataset) {
        return with(trainer -> trainer.validation = Optional.of(dataset));
    }

    /**
     * How many threads compute. TensorFlow keeps the number that the first session of the process asked for where a single operation is
     * spread over threads.
     */
    public Trainer threads(int number) {
        requirePositive("number of threads", number);
        return with(trainer -> trainer.threads = number);
    }

    /** Adds callbacks, behind those that are there. */
    public Trainer callbacks(Callback... added) {
        return with(trainer -> trainer.callbacks =
                Stream.concat(callbacks.stream(), Stream.of(added)).toList());
    }

    /** Ends training after the step at which the signal is given; what was learned until then is returned. */
    public Trainer stopWhen(StopSignal signal) {
        return with(trainer -> trainer.stopSignal = signal);
    }

    /**
     * Writes all that the training is to an {@code .npz} file after each epoch, and where the {@linkplain #stopWhen signal} ends it, in place of what was
     * there. No state whose weights are not finite gets there. Nothing takes the file away when the training is over.
     */
    public Trainer checkpoints(Path file) {
        return with(trainer -> trainer.checkpoints = Optional.of(file));
    }

    /**
     * Goes on from a file that {@link #checkpoints} wrote, in this process or another, as if the training had not been stopped: it ends with
     * the same weights, bit for bit, on the same machine with the same number of threads. {@code fit} is given the model that the training
     * began with, or another that is parametrized alike; weights and state come from the file. More epochs than before and another learning
     * rate are allowed. Callbacks know the epochs that were done.
     *
     * <pre>{@code
     * Trainer kept = trainer.checkpoints(file);
     * ParametrizedResult result = (Files.exists(file) ? kept.resume(file) : kept).fit(model, dataset);
     * }</pre>
     */
    public Trainer resume(Path checkpoint) {
        return with(trainer -> trainer.resumed = Optional.of(checkpoint));
    }

    /**
     * Trains the model and returns it with other weights. What quantization-aware training found in it before no longer holds for these and is
     * forgotten.
     *
     * @throws TrainingException if the data do not fit the model or the loss, if the loss or the weights stop being numbers, or if the
     *     training cannot be resumed from the checkpoint
     */
    public TrainingResult fit(Model model, Dataset dataset) {
        ParametrizedResult result = fit(ParametrizedModel.of(model), dataset);
        return new TrainingResult(result.model().strip(), result.history());
    }

    /**
     * Trains a model whose layers see some weights through parametrizations, and returns it with other weights and state. Validation sees the
     * weights as the layers do, and callbacks get the plain model, stripped. The optimizer starts anew, the model's steps go on.
     *
     * @throws TrainingException if the data do not fit the model or the loss, if the loss or the weights stop being numbers, or if the
     *     training cannot be resumed from the checkpoint
     */
    public ParametrizedResult fit(ParametrizedModel model, Dataset dataset) {
        int trained =
                validation.isPresent() ? dataset.size() : (int) Math.floor(dataset.size() * (1 - validationSplit));
        Dataset training = trained == dataset.size() ? dataset : dataset.slice(0, trained);
        Optional<Dataset> validated = validation.isPresent() || training == dataset
                ? validation
                : Optional.of(dataset.slice(trained, dataset.size()));
        TrainingSession.check(model.raw(), training, loss);
        validated.ifPresent(examples -> TrainingSession.check(model.raw(), examples, loss));
        return new Fit(this, model, training, validated).run();
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("the " + what + " must be at least 1, not " + number);
        }
    }

    Loss loss() {
        return loss;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    LearningRateSchedule schedule() {
        return schedule.orElseGet(() -> LearningRateSchedule.constant(optimizer.learningRate()));
    }

    int batchSize() {
        return batchSize;
    }

    int epochs() {
        return epochs;
    }

    long seed() {
        return seed;
    }

    boolean shuffle() {
        return shuffle;
    }

    Augmentation augmentation() {
        return augmentation;
    }

    int threads() {
        return threads;
    }

    List<Callback> callbacks() {
        return callbacks;
    }

    Optional<Path> checkpoints() {
        return checkpoints;
    }

    Optional<Path> resumed() {
        return resumed;
    }

    StopSignal stopSignal() {
        return stopSignal;
    }

    /** The state of the optimizer when the training starts, if it is not new. */
    Optional<OptimizerState> begun() {
        return begun;
    }
}
