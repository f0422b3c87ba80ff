// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.history.EpochRecord;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import java.util.Optional;
import java.util.OptionalDouble;

/** The numbers of an epoch that can be watched, and which way each is better. */
public enum Monitor {
    LOSS("loss", false),
    ACCURACY("accuracy", true),
    VALIDATION_LOSS("val_loss", false),
    VALIDATION_ACCURACY("val_accuracy", true);

    private final String kerasName;
    private final boolean higherIsBetter;

    Monitor(String kerasName, boolean higherIsBetter) {
        this.kerasName = kerasName;
        this.higherIsBetter = higherIsBetter;
    }

    public String kerasName() {
        return kerasName;
    }

    /** The number of that epoch; empty where there is no validation set, or no right and wrong. */
    public OptionalDouble find(EpochRecord epoch) {
        Optional<Metrics> metrics = switch (this) {
            case LOSS, ACCURACY -> Optional.of(epoch.training());
            case VALIDATION_LOSS, VALIDATION_ACCURACY -> epoch.validation();
        };
        if (metrics.isEmpty()) {
            return OptionalDouble.empty();
        }
        return switch (this) {
            case LOSS, VALIDATION_LOSS -> OptionalDouble.of(metrics.get().loss());
            case ACCURACY, VALIDATION_ACCURACY -> metrics.get().accuracy();
        };
    }

    /** The number of that epoch, which must be there. */
    double require(EpochRecord epoch) {
        return find(epoch)
                .orElseThrow(
                        () -> new TrainingException(
                                "no metric " + kerasName
                                        + " to monitor; give the trainer a validation set, or monitor the loss if there is no accuracy"));
    }

    /** Whether a value is better than another by more than {@code minDelta}. */
    boolean isBetter(double value, double than, double minDelta) {
        return higherIsBetter ? value - minDelta > than : value + minDelta < than;
    }

    /** What every value is better than. */
    double worst() {
        return higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
