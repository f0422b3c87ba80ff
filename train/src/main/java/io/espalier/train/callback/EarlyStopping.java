// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;

/**
 * Stops training when a metric has stopped improving, like Keras's {@code EarlyStopping}.
 *
 * <pre>{@code EarlyStopping.on(Monitor.VALIDATION_LOSS).withPatience(3).withBestWeightsRestored()}</pre>
 *
 * <p>After a resumption the epochs before still count, and the checkpoint holds the best weights. If the best weights are to be restored but the
 * checkpoint has none, because this callback is new, only the remaining epochs count.
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

    /** Watches this metric, with Keras's defaults: no patience, any improvement counts, and the last weights are kept. */
    public static EarlyStopping on(Monitor monitor) {
        return new EarlyStopping(monitor, 0, 0, false);
    }

    /**
     * Sets the number of epochs without improvement after which training stops.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public EarlyStopping withPatience(int epochs) {
        return new EarlyStopping(monitor, epochs, minDelta, restoreBestWeights);
    }

    /**
     * Sets the smallest change of the metric that counts as an improvement.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public EarlyStopping withMinDelta(double difference) {
        return new EarlyStopping(monitor, patience, difference, restoreBestWeights);
    }

    /** Restores the weights of the best epoch at the end, even if training was not stopped early, as Keras 3 does. */
    public EarlyStopping withBestWeightsRestored() {
        return new EarlyStopping(monitor, patience, minDelta, true);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        best = monitor.worst();
        epochsWithoutProgress = 0;
        if (!restoreBestWeights || event.control().hasKept(bestWeights())) {
            for (History.Epoch epoch : event.history().epochs()) {
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

    /** Records the value of an epoch. */
    private boolean isProgress(double value) {
        boolean progress = monitor.isBetter(value, best, minDelta);
        best = progress ? value : best;
        epochsWithoutProgress = progress ? 0 : epochsWithoutProgress + 1;
        return progress;
    }

    private void stopIfNeeded(Callback.Control control) {
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
