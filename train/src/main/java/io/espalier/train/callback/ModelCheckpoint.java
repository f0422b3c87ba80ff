// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Saves the model after each epoch, or only after epochs that improve a metric. Epochs before a resumption count too.
 *
 * <pre>{@code ModelCheckpoint.ofBest(Monitor.VALIDATION_LOSS, (model, epoch) -> KerasFiles.write(model, file))}</pre>
 */
public final class ModelCheckpoint implements Callback {
    private final Writer writer;
    private final boolean bestOnly;
    private final Monitor monitor;

    private double best;

    private ModelCheckpoint(Writer writer, boolean bestOnly, Monitor monitor) {
        this.writer = Objects.requireNonNull(writer, "writer");
        this.bestOnly = bestOnly;
        this.monitor = monitor;
        this.best = monitor.worst();
    }

    /** Saves the model after each epoch. */
    public static ModelCheckpoint ofEach(Writer writer) {
        return new ModelCheckpoint(writer, false, Monitor.LOSS);
    }

    /**
     * Saves the model after each epoch in which the metric is better than ever before.
     *
     * @param monitor the metric; training fails with a {@code TrainingException} if it is not available
     */
    public static ModelCheckpoint ofBest(Monitor monitor, Writer writer) {
        return new ModelCheckpoint(writer, true, monitor);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        best = monitor.worst();
        for (History.Epoch epoch : event.history().epochs()) {
            monitor.find(epoch).ifPresent(this::isBest);
        }
    }

    /** Records the value of an epoch. */
    private boolean isBest(double value) {
        boolean better = monitor.isBetter(value, best, 0);
        best = better ? value : best;
        return better;
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        boolean becameBest = isBest(monitor.require(event.epoch()));
        if (becameBest || !bestOnly) {
            save(event);
        }
    }

    private void save(EpochEnd event) {
        try {
            writer.write(event.model(), event.epoch());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves a model, to a file or elsewhere. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Saves the model.
         *
         * @param model with plain weights, as they are after the epoch
         * @throws IOException if the model cannot be written; training then ends with an {@link UncheckedIOException}
         */
        void write(Model model, History.Epoch epoch) throws IOException;
    }
}
