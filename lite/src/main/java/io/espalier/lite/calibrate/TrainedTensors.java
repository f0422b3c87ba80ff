// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.model.WeightGrid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What quantization-aware training found, by the names of a graph's tensors: the ranges of activations, and the grids that weights lie on.
 * What is not named was not quantized in training.
 */
public record TrainedTensors(TensorRanges ranges, Map<String, WeightGrid> grids) {
    public TrainedTensors {
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
    }
}
