// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.model.tensor.ValueRange;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Sees the values of one tensor, sample by sample, and keeps what its {@link CalibrationMethod} needs of them.
 *
 * <p>Observers merge: cut the samples into parts, let one observer see each, merge them in the order of the parts, and the result
 * is what one observer would have that saw them all. Where the method does not depend on the order of samples, neither does
 * merging. One thread at a time may use an observer. What it has seen may travel between machines.
 */
sealed interface Observer extends Serializable permits MinMaxObserver, MovingAverageObserver, HistogramObserver {
    /**
     * A magnitude beyond this counts as an overflow, as in AI Edge Quantizer: kernels mask with numbers near the greatest float, and
     * those are no values to make room for.
     */
    float GREATEST_MAGNITUDE = 3e38f;

    /**
     * Sees the values of a sample, from the buffer's position to its limit; the position stays.
     *
     * @return how many of them were left out because they are NaN, infinite or beyond {@link #GREATEST_MAGNITUDE}
     */
    int add(FloatBuffer sample);

    /**
     * Takes in what another observer saw after this one; that one stays as it is.
     *
     * @throws IllegalArgumentException if it is of another method
     */
    void merge(Observer following);

    /** The tensor's range; empty as long as there was no value to count. */
    Optional<ValueRange> range();

    /** An observer for this method that has seen nothing yet. */
    static Observer of(CalibrationMethod method) {
        if (method instanceof CalibrationMethod.MovingAverage average) {
            return new MovingAverageObserver(average.smoothing());
        }
        if (method instanceof CalibrationMethod.MinMax) {
            return new MinMaxObserver();
        }
        return new HistogramObserver(method);
    }
}
