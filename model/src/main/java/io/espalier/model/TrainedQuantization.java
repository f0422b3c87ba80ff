// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What quantization-aware training has settled, so that a converter needs no calibration: the ranges of activations, and the grids that
 * weights lie on.
 */
public record TrainedQuantization(Map<ActivationKey, ValueRange> ranges, Map<WeightKey, WeightGrid> grids) {
    public TrainedQuantization {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
    }

    /** The range of an activation; empty where it was not quantized. */
    public Optional<ValueRange> range(ActivationKey activation) {
        return Optional.ofNullable(ranges.get(activation));
    }
}
