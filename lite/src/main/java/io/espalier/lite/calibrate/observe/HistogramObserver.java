// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Function;

/** Counts values in a histogram, from which the method derives the range on demand. */
final class HistogramObserver implements Observer {
    private final CalibrationMethod method;
    private final Function<LogarithmicHistogram, ValueRange> rule;
    private final FiniteChunks chunks = new FiniteChunks();
    private final LogarithmicHistogram histogram = new LogarithmicHistogram();

    /** @param rule the range that the method derives from a histogram of at least one value */
    HistogramObserver(CalibrationMethod method, Function<LogarithmicHistogram, ValueRange> rule) {
        this.method = method;
        this.rule = rule;
    }

    @Override
    public int add(FloatBuffer sample) {
        return chunks.each(sample, histogram::add);
    }

    @Override
    public void merge(Observer following) {
        if (!(following instanceof HistogramObserver other) || !other.method.equals(method)) {
            throw new IllegalArgumentException("cannot merge an observer of " + method + " with " + following);
        }
        histogram.merge(other.histogram);
    }

    @Override
    public Optional<ValueRange> range() {
        return histogram.total() == 0 ? Optional.empty() : Optional.of(rule.apply(histogram));
    }

    @Override
    public String toString() {
        return "an observer of " + method;
    }
}
