// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.EpochRecord;
import io.espalier.train.Metrics;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Event files for TensorBoard, laid out as Keras does: {@code train} and {@code validation} below a folder, with {@code epoch_loss}, {@code
 * epoch_accuracy} and, for the training, {@code epoch_learning_rate} over the epochs, counted from 0.
 */
public final class TensorBoard implements Callback {
    private final Path folder;
    private Optional<EventFile> training = Optional.empty();
    private Optional<EventFile> validation = Optional.empty();

    private TensorBoard(Path folder) {
        this.folder = folder;
    }

    /** Each training adds event files to the folder, which is made if it is not there. */
    public static TensorBoard to(Path folder) {
        return new TensorBoard(folder);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        training = Optional.of(new EventFile(folder.resolve("train")));
        validation = event.validates() ? Optional.of(new EventFile(folder.resolve("validation"))) : Optional.empty();
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        EpochRecord epoch = event.epoch();
        int step = epoch.epoch() - 1;
        training.ifPresent(file -> {
            file.write(step, "epoch_learning_rate", epoch.learningRate());
            write(file, step, epoch.training());
        });
        validation.ifPresent(file -> epoch.validation().ifPresent(metrics -> write(file, step, metrics)));
    }

    private static void write(EventFile file, int step, Metrics metrics) {
        file.write(step, "epoch_loss", metrics.loss());
        metrics.accuracy().ifPresent(accuracy -> file.write(step, "epoch_accuracy", accuracy));
        file.flush();
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
        training.ifPresent(EventFile::close);
        validation.ifPresent(EventFile::close);
        training = Optional.empty();
        validation = Optional.empty();
    }
}
