// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.history.Metrics;
import java.util.OptionalDouble;

/**
 * Loss and accuracy over the batches so far, each batch counting by its size.
 *
 * @param losses the sum over the examples
 * @param accuracies the sum over the examples
 * @param knowsAccuracy whether every batch had one
 */
public record RunningMean(double losses, double accuracies, long examples, boolean knowsAccuracy) {
    /** Over no batch yet. */
    public static final RunningMean NOTHING = new RunningMean(0, 0, 0, true);

    /** The same with a batch of that many examples. */
    public RunningMean plus(Metrics batch, int size) {
        return new RunningMean(
                losses + batch.loss() * size,
                accuracies + batch.accuracy().orElse(0) * size,
                examples + size,
                knowsAccuracy && batch.accuracy().isPresent());
    }

    public Metrics value() {
        return new Metrics(
                losses / examples, knowsAccuracy ? OptionalDouble.of(accuracies / examples) : OptionalDouble.empty());
    }
}
