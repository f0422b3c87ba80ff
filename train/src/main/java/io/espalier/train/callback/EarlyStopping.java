// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.EpochRecord;

/**
 * Ends the training when a number has not become better for a while.
 *
 * <pre>{@code EarlyStopping.on(Monitor.VALIDATION_LOSS).patience(3).restoreBestWeights()}</pre>
 *
 * <p>A training that is resumed goes on as if it had not been stopped: the epochs before count, and the best weights are in the checkpoint. If they
 * are to be restored but the checkpoint has none, as this was not watched before, only the epochs to come count.
 */
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final int patience;
    private final double minDelta;
    private final boolean restoreBestWeights;

    private double best;
    private int epochsWithoutProgress;

    private EarlyStopping(Monitor monitor, int patience, double minDelta, boolean restoreBestWeights) {
        if (patience < 0 || !(minDelta >= 0)) {
            throw new IllegalArgumentException(
                    "patience and minDelta must be 0 or more, not " + patience + " and " + minDelta);
        }
        this.monitor = monitor;
        this.patience = patience;
        this.minDelta = minDelta;
        this.restoreBestWeights = restoreBestWeights;
    }

    /** Keras's defaults: no patience, any progress counts, and the last weights stay. */
    public static EarlyStopping on(Monitor monitor) {
        return new EarlyStopping(monitor, 0, 0, false);
    }

    /** How many epochs without progress are borne; the training ends with the one that makes it that many. */
    public EarlyStopping patience(int epochs) {
        return new EarlyStopping(monitor, epochs, minDelta, restoreBestWeights);
    }

    /** How much better counts as progress. */
    public EarlyStopping minDelta(double difference) {
        return new EarlyStopping(monitor, patience, difference, restoreBestWeights);
    }

    /** Ends with the weights of the best epoch, whether or not training was cut short, as Keras 3 does. */
    public EarlyStopping restoreBestWeights() {
        return new EarlyStopping(monitor, patience, minDelta, true);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        best = monitor.worst();
        epochsWithoutProgress = 0;
        if (!restoreBestWeights || event.control().hasKept(bestWeights())) {
            for (EpochRecord epoch : event.history().epochs()) {
                monitor.find(epoch).ifPresent(this::isProgress);
            }
            stopIfNeeded(event.control());
        }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        if (!isProgress(monitor.require(event.epoch()))) {
            stopIfNeeded(event.control());
        } else if (restoreBestWeights) {
            event.control().keep(bestWeights());
        }
    }

    /** Counts an epoch of that value. */
    private boolean isProgress(double value) {
        boolean progress = monitor.isBetter(value, best, minDelta);
        best = progress ? value : best;
        epochsWithoutProgress = progress ? 0 : epochsWithoutProgress + 1;
        return progress;
    }

    private void stopIfNeeded(TrainingControl control) {
        if (epochsWithoutProgress > 0 && epochsWithoutProgress >= patience) {
            control.stop();
        }
    }

    // Which epoch is the best depends on these two alone.
    private String bestWeights() {
        return "best " + monitor.kerasName() + " by " + minDelta;
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
        if (restoreBestWeights && event.control().hasKept(bestWeights())) {
            event.control().goBackTo(bestWeights());
        }
    }
}
