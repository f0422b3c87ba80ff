// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.model.tensor.ValueRange;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Keeps exponential averages of least and greatest values.
 *
 * <p>A run of samples changes an earlier average to {@code decay * earlier + share}, where neither factor depends on it. That is what
 * makes a part merge with those before it: besides its own average it keeps both factors.
 */
final class MovingAverageObserver implements Observer {
    private final double smoothing;
    private final FiniteChunks chunks = new FiniteChunks();
    private double decay = 1;
    private Averages averages = new Averages(0, 0);
    private Averages shares = new Averages(0, 0);
    private boolean empty = true;

    private record Averages(double min, double max) implements Serializable {
        Averages scaled(double factor) {
            return new Averages(factor * min, factor * max);
        }

        Averages plus(Averages other) {
            return new Averages(min + other.min, max + other.max);
        }
    }

    MovingAverageObserver(double smoothing) {
        this.smoothing = smoothing;
    }

    @Override
    public int add(FloatBuffer sample) {
        MinMaxObserver bounds = new MinMaxObserver();
        int leftOut = bounds.add(chunks, sample);
        bounds.range().ifPresent(range -> {
            Averages values = new Averages(range.min(), range.max());
            append(values, values.scaled(1 - smoothing), smoothing);
        });
        return leftOut;
    }

    @Override
    public void merge(Observer following) {
        if (!(following instanceof MovingAverageObserver other) || other.smoothing != smoothing) {
            throw new IllegalArgumentException(
                    "cannot merge an observer of moving averages with smoothing " + smoothing + " with " + following);
        }
        if (!other.empty) {
            append(other.averages, other.shares, other.decay);
        }
    }

    private void append(Averages laterAverages, Averages laterShares, double laterDecay) {
        averages = empty ? laterAverages : averages.scaled(laterDecay).plus(laterShares);
        shares = shares.scaled(laterDecay).plus(laterShares);
        decay *= laterDecay;
        empty = false;
    }

    @Override
    public Optional<ValueRange> range() {
        return empty ? Optional.empty() : Optional.of(new ValueRange((float) averages.min(), (float) averages.max()));
    }
}
