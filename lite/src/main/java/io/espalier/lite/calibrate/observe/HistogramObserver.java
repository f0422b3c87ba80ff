// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Counts values in a histogram, from which the method derives the range on demand. */
final class HistogramObserver implements Observer {
    private final CalibrationMethod method;
    private final FiniteChunks chunks = new FiniteChunks();
    private final LogarithmicHistogram histogram = new LogarithmicHistogram();

    /**
     * @param method one that derives the range from a histogram
     * @throws IllegalArgumentException if it does not
     */
    HistogramObserver(CalibrationMethod method) {
        if (!(method instanceof CalibrationMethod.Percentile)
                && !(method instanceof CalibrationMethod.MeanSquaredError)) {
            throw new IllegalArgumentException("no histogram tells the range of " + method);
        }
        this.method = method;
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
        return histogram.total() == 0 ? Optional.empty() : Optional.of(rangeOfSome());
    }

    private ValueRange rangeOfSome() {
        return method instanceof CalibrationMethod.MeanSquaredError error
                ? new ClippingSearch(histogram, error.bits()).best()
                : PercentileRange.of(histogram, ((CalibrationMethod.Percentile) method).percent());
    }

    @Override
    public String toString() {
        return "an observer of " + method;
    }
}
