// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Loss and accuracy of each finished epoch, in order.
 *
 * @param epochs the finished epochs
 */
public record History(List<Epoch> epochs) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * The last finished epoch.
     *
     * @throws IllegalStateException if no epoch was finished
     */
    public Epoch last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch was completed");
        }
        return epochs.get(epochs.size() - 1);
    }

    /**
     * One finished epoch.
     *
     * @param epoch its number, from 1
     * @param training the mean over its batches, each measured before the update of the weights, as in Keras
     * @param validation the metrics on the validation set after the epoch, if there is one
     * @param seconds its duration, validation included
     * @param learningRate of its last step
     */
    public record Epoch(int epoch, Metrics training, Optional<Metrics> validation, double seconds, float learningRate) {
        public Epoch {
            Objects.requireNonNull(training, "training");
            Objects.requireNonNull(validation, "validation");
        }
    }
}
