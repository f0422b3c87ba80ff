// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import java.util.Optional;
import java.util.OptionalDouble;

/** A metric of an epoch that callbacks can watch. */
public enum Monitor {
    /** The training loss; lower is better. */
    LOSS("loss", false),
    /** The training accuracy; higher is better. */
    ACCURACY("accuracy", true),
    /** The validation loss; lower is better. */
    VALIDATION_LOSS("val_loss", false),
    /** The validation accuracy; higher is better. */
    VALIDATION_ACCURACY("val_accuracy", true);

    private final String kerasName;
    private final boolean higherIsBetter;

    Monitor(String kerasName, boolean higherIsBetter) {
        this.kerasName = kerasName;
        this.higherIsBetter = higherIsBetter;
    }

    /** Keras's name, such as {@code val_loss}. */
    public String kerasName() {
        return kerasName;
    }

    /** The value in an epoch; empty if there is no validation set, or the loss has no accuracy. */
    public OptionalDouble find(History.Epoch epoch) {
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

    /** The value in an epoch, which must be available. */
    double require(History.Epoch epoch) {
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

    /** A value that every other is better than. */
    double worst() {
        return higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
