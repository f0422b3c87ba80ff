// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.parametrize.ParametrizedModel;
import java.util.Optional;

/**
 * Ends the training when a number has not become better for a while.
 *
 * <pre>{@code EarlyStopping.on(Monitor.VALIDATION_LOSS).patience(3).restoreBestWeights()}</pre>
 */
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final int patience;
    private final double minDelta;
    private final boolean restoreBestWeights;

    private double best;
    private int epochsWithoutProgress;
    private Optional<ParametrizedModel> bestModel = Optional.empty();

    private EarlyStopping(Monitor monitor, int patience, double minDelta, boolean restoreBestWeights) {
        if (patience < 0 || !(minDelta >= 0)) {
            throw new IllegalArgumentException(
                    "patience and minDelta are 0 or more, not " + patience + " and " + minDelta);
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
        bestModel = Optional.empty();
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        double value = monitor.require(event.epoch());
        if (monitor.isBetter(value, best, minDelta)) {
            best = value;
            epochsWithoutProgress = 0;
            if (restoreBestWeights) {
                bestModel = Optional.of(event.snapshot().get());
            }
        } else if (++epochsWithoutProgress >= patience) {
            event.control().stop();
        }
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
        bestModel.ifPresent(event.control()::use);
    }
}
