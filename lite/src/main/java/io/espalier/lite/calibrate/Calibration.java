// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.util.List;

/**
 * What running a representative data set has shown.
 *
 * @param samples how many were run
 * @param ranges of every activation that took a finite value
 * @param nonFinite the tensors that took others; empty for a model and data that are sound
 */
public record Calibration(long samples, TensorRanges ranges, List<NonFiniteValues> nonFinite) {
    public Calibration {
        nonFinite = List.copyOf(nonFinite);
    }

    /**
     * Values of a tensor that no range can hold; they were left out.
     *
     * @param firstSample the number of the first sample that made the tensor take such a value, counted from 0
     * @param nans how many were not a number
     * @param infinities how many were infinite, or of a magnitude beyond 3e38
     */
    public record NonFiniteValues(String tensor, long firstSample, long nans, long infinities) {
        /** For people: {@code tensor 'logits': 3 NaN and 0 infinite values, first in sample 17}. */
        @Override
        public String toString() {
            return "tensor '" + tensor + "': " + nans + " NaN and " + infinities + " infinite values, first in sample "
                    + firstSample;
        }

        /** Those of another part of the samples with these. */
        public NonFiniteValues plus(NonFiniteValues other) {
            return new NonFiniteValues(
                    tensor, Math.min(firstSample, other.firstSample), nans + other.nans, infinities + other.infinities);
        }
    }
}
