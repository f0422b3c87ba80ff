// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.EpochStart;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.StateSummary;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes event files for TensorBoard, laid out like Keras's: subfolders {@code train} and {@code validation}.
 *
 * <ul>
 *   <li>Per epoch, counted from 0: {@code epoch_loss}, {@code epoch_accuracy} and, for training, {@code epoch_learning_rate}; of several outputs also {@code epoch_age_loss} and so on.
 *   <li>For training, before the first step and after each epoch, the state of parametrizations: {@code conv2d/kernel/mask/sparsity} and {@code
 *       threshold}, like tfmot's {@code PruningSummaries}; a histogram {@code conv2d/kernel/cluster/centroids}; {@code
 *       conv2d/output/fakeQuant/min} and {@code max}.
 *   <li>With {@link #withInterval}, the same every few steps, with {@code batch_loss} and {@code batch_accuracy}: the means over the epoch so
 *       far, as in Keras.
 * </ul>
 *
 * <p>A resumed run adds a file. It makes TensorBoard discard what earlier files hold beyond the checkpoint.
 */
public final class TensorBoard implements Callback {
    private static final long NEVER = -1;

    private final Path folder;
    private final int stepsBetween;
    private Optional<EventFile> training = Optional.empty();
    private Optional<EventFile> validation = Optional.empty();
    private int stepsPerEpoch;
    private long shownStep;

    private TensorBoard(Path folder, int stepsBetween) {
        this.folder = folder;
        this.stepsBetween = stepsBetween;
    }

    /** Writes to this folder once per epoch. The folder is created if needed; each training run adds its own event files. */
    public static TensorBoard to(Path folder) {
        return new TensorBoard(folder, 0);
    }

    /**
     * Also writes at an interval of steps, like Keras's {@code update_freq}; 1 is {@code "batch"}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public TensorBoard withInterval(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "the interval of TensorBoard logs must be 1 step or more, not every " + steps);
        }
        return new TensorBoard(folder, steps);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        EventFile train = new EventFile(folder.resolve("train"));
        training = Optional.of(train);
        validation = event.validates() ? Optional.of(new EventFile(folder.resolve("validation"))) : Optional.empty();
        stepsPerEpoch = event.stepsPerEpoch();
        shownStep = NEVER;
        if (event.stepsDone() > 0) {
            shownStep = event.stepsDone();
            train.restartAt(event.stepsDone() + 1);
            validation.ifPresent(file -> file.restartAt(event.history().epochs().size()));
        }
    }

    @Override
    public void onEpochStart(EpochStart event) {
        if (shownStep == NEVER) {
            training.ifPresent(file -> show(file, 0, event.snapshot().get()));
        }
    }

    @Override
    public void onStep(Step event) {
        if (stepsBetween > 0 && event.step() % stepsBetween == 0) {
            training.ifPresent(file -> {
                write(file, event.step(), "batch_", event.runningMean());
                show(file, event.step(), event.snapshot().get());
            });
        }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        History.Epoch epoch = event.epoch();
        int place = epoch.epoch() - 1;
        training.ifPresent(file -> {
            file.write(place, "epoch_learning_rate", epoch.learningRate());
            write(file, place, "epoch_", epoch.training());
            long step = (long) epoch.epoch() * stepsPerEpoch;
            if (step != shownStep) {
                show(file, step, event.snapshot().get());
            }
            file.flush();
        });
        validation.ifPresent(file -> {
            epoch.validation().ifPresent(metrics -> write(file, place, "epoch_", metrics));
            file.flush();
        });
    }

    private static void write(EventFile file, long place, String prefix, Metrics metrics) {
        metrics.byName().forEach((name, value) -> file.write(place, prefix + name, value));
    }

    private void show(EventFile file, long step, ParametrizedModel model) {
        shownStep = step;
        for (StateSummary summary : model.summaries()) {
            if (summary instanceof StateSummary.Scalar scalar) {
                file.write(step, scalar.name(), scalar.value());
            } else if (summary instanceof StateSummary.Histogram histogram
                    && histogram.values().isFinite()) {
                file.write(step, histogram.name(), histogram.values());
            }
        }
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
        training.ifPresent(EventFile::close);
        validation.ifPresent(EventFile::close);
        training = Optional.empty();
        validation = Optional.empty();
    }
}
