// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.EpochRecord;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Saves the model after each epoch, or only when a number became better than ever, also before the training was resumed. */
public final class ModelCheckpoint implements Callback {
    private final ModelWriter sink;
    private final boolean bestOnly;
    private final Monitor monitor;

    private double best;

    private ModelCheckpoint(ModelWriter sink, boolean bestOnly, Monitor monitor) {
        this.sink = sink;
        this.bestOnly = bestOnly;
        this.monitor = monitor;
        this.best = monitor.worst();
    }

    public static ModelCheckpoint ofEach(ModelWriter sink) {
        return new ModelCheckpoint(sink, false, Monitor.LOSS);
    }

    public static ModelCheckpoint ofBest(Monitor monitor, ModelWriter sink) {
        return new ModelCheckpoint(sink, true, monitor);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        best = monitor.worst();
        for (EpochRecord epoch : event.history().epochs()) {
            monitor.find(epoch).ifPresent(this::isBest);
        }
    }

    /** Counts an epoch of that value. */
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
            sink.save(event.model(), event.epoch());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
