// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Sums up what was seen of each tensor. */
    public static Calibration of(long samples, List<TensorObservation> observations) {
        Map<String, Range> ranges = new LinkedHashMap<>();
        for (TensorObservation observation : observations) {
            observation.range().ifPresent(range -> ranges.merge(observation.tensor(), range, Range::union));
        }
        List<NonFiniteValues> nonFinite = observations.stream()
                .flatMap(observation -> observation.nonFinite().stream())
                .toList();
        return new Calibration(samples, new TensorRanges(ranges), nonFinite);
    }
}
