// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.Metrics;
import java.util.OptionalDouble;

/** Loss and accuracy over the batches so far, each batch counting by its size. */
public final class RunningMean {
    private double losses;
    private double accuracies;
    private long examples;
    private boolean knowsAccuracy = true;

    /** Adds what a batch of that many examples came to. */
    public void add(Metrics batch, int size) {
        losses += batch.loss() * size;
        if (batch.accuracy().isPresent()) {
            accuracies += batch.accuracy().getAsDouble() * size;
        } else {
            knowsAccuracy = false;
        }
        examples += size;
    }

    public Metrics value() {
        return new Metrics(
                losses / examples, knowsAccuracy ? OptionalDouble.of(accuracies / examples) : OptionalDouble.empty());
    }
}
