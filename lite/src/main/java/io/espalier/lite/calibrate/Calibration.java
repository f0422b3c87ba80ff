// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The result of calibration with a representative data set.
 *
 * @param samples the number of samples
 * @param ranges the range of every activation that took a finite value
 * @param nonFinite tensors with NaN or infinite values; empty for sound models and data
 */
public record Calibration(long samples, TensorRanges ranges, List<NonFiniteValues> nonFinite) {
    public Calibration {
        Objects.requireNonNull(ranges, "ranges");
        nonFinite = List.copyOf(nonFinite);
    }

    /**
     * NaN and infinite values of a tensor, which its range leaves out.
     *
     * @param firstSample the index of the first sample with such a value, from 0
     * @param nans the number of NaN values
     * @param infinities the number of values that are infinite or of a magnitude above 3e38
     */
    public record NonFiniteValues(String tensor, long firstSample, long nans, long infinities) implements Serializable {
        public NonFiniteValues {
            Objects.requireNonNull(tensor, "tensor");
        }

        /** Such as {@code tensor 'logits': 3 NaN and 0 infinite values, first in sample 17}. */
        @Override
        public String toString() {
            return "tensor '" + tensor + "': " + nans + " NaN and " + infinities + " infinite values, first in sample "
                    + firstSample;
        }

        /** The sum of these values and those of other samples. */
        public NonFiniteValues plus(NonFiniteValues other) {
            return new NonFiniteValues(
                    tensor, Math.min(firstSample, other.firstSample), nans + other.nans, infinities + other.infinities);
        }
    }
}
