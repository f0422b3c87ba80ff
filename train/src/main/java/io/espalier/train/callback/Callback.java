// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Observes a training run, and may stop it. Every method does nothing unless it is overridden.
 *
 * <p>The training thread calls the methods in this order: start of training; start, steps and end of each epoch; end of training, also
 * after a failure or a stop. One callback may observe several training runs, one after another, but not two at once.
 */
public interface Callback {
    /** Called before the first step, also when training is resumed. */
    default void onTrainStart(TrainStart event) {}

    /** Called before the first step of an epoch. */
    default void onEpochStart(EpochStart event) {}

    /** Called after each step. */
    default void onStep(Step event) {}

    /** Called after an epoch and its validation. */
    default void onEpochEnd(EpochEnd event) {}

    /** Called after training, also after a failure or a stop. */
    default void onTrainEnd(TrainEnd event) {}

    /**
     * Training starts or is resumed.
     *
     * @param model as given to the trainer, or as stored in the checkpoint
     * @param loss Keras's name of the loss
     * @param epochs the epoch to end after, from 1
     * @param stepsPerEpoch steps (batches) in each epoch
     * @param validates whether each epoch ends with a validation
     * @param stepsDone steps that were done before training was resumed; 0 for a new run
     * @param history of the epochs that were finished before
     * @param control stops training before it continues
     */
    record TrainStart(
            Model model,
            String loss,
            int epochs,
            int stepsPerEpoch,
            boolean validates,
            long stepsDone,
            History history,
            Control control) {}

    /**
     * An epoch starts or is resumed.
     *
     * @param epoch its number, from 1
     * @param stepsDone steps of this epoch that were done before training was resumed; 0 otherwise
     * @param snapshot copies the model as it is now; costs nothing unless called
     */
    record EpochStart(int epoch, int stepsDone, Supplier<ParametrizedModel> snapshot) {}

    /**
     * A step is done.
     *
     * @param step its number since the start of training, from 1
     * @param epoch the number of its epoch, from 1
     * @param stepInEpoch its number in its epoch, from 1
     * @param runningMean mean metrics of the epoch's batches so far
     * @param learningRate of this step
     * @param snapshot copies the model as it is after the step, if called before the next one; costs nothing otherwise
     */
    record Step(
            long step,
            int epoch,
            int stepInEpoch,
            Metrics runningMean,
            float learningRate,
            Supplier<ParametrizedModel> snapshot) {}

    /**
     * An epoch is done, validation included.
     *
     * @param epoch its metrics
     * @param snapshot copies the model as it is now, with the state of every technique on its weights
     * @param control stops training or changes the weights
     */
    record EpochEnd(History.Epoch epoch, Supplier<ParametrizedModel> snapshot, Control control) {
        /** A copy of the model as it is now, with plain weights. */
        public Model model() {
            return snapshot.get().strip();
        }
    }

    /**
     * Training is over.
     *
     * @param history of the finished epochs
     * @param control changes the weights once more; there is nothing left to stop
     */
    record TrainEnd(History history, Control control) {}

    /** What a callback can do to the training run it observes. */
    interface Control {
        /** Stops training after the current epoch, or before the first one. */
        void stop();

        /**
         * Keeps a copy of the current weights and state under a name, replacing an earlier one. Checkpoints include the copy, so it is still there
         * when training is resumed.
         */
        void keep(String name);

        /** Whether a copy is kept under this name. */
        boolean hasKept(String name);

        /**
         * Restores the weights and state kept under a name.
         *
         * @throws IllegalStateException if nothing is kept under this name
         */
        void goBackTo(String name);
    }

    /** A metric of an epoch that callbacks can watch. */
    enum Monitor {
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

        /** Keras's name for one of several outputs, such as {@code val_age_loss}. */
        String kerasName(String output) {
            String ofTraining = kerasName.replace("val_", "");
            return kerasName.replace(ofTraining, output + "_" + ofTraining);
        }

        /** The value in an epoch; empty if there is no validation set, or the loss has no accuracy. */
        public OptionalDouble find(History.Epoch epoch) {
            return of(metrics(epoch));
        }

        /** The value of one of several outputs. */
        OptionalDouble find(History.Epoch epoch, String output) {
            return of(metrics(epoch).map(metrics -> metrics.outputs().get(output)));
        }

        private Optional<Metrics> metrics(History.Epoch epoch) {
            return switch (this) {
                case LOSS, ACCURACY -> Optional.of(epoch.training());
                case VALIDATION_LOSS, VALIDATION_ACCURACY -> epoch.validation();
            };
        }

        private OptionalDouble of(Optional<Metrics> metrics) {
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
}
