// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.tensor.ValueRange;
import java.util.Optional;

/**
 * What quantization-aware training settled for a float tensor: its quantization then needs no calibration. Files do not hold it.
 *
 * @param range of an activation
 * @param grid of a weight
 */
public record TrainedValues(Optional<ValueRange> range, Optional<WeightGrid> grid) {
    public static final TrainedValues NONE = new TrainedValues(Optional.empty(), Optional.empty());

    public static TrainedValues of(ValueRange range) {
        return new TrainedValues(Optional.of(range), Optional.empty());
    }

    public static TrainedValues of(WeightGrid grid) {
        return new TrainedValues(Optional.empty(), Optional.of(grid));
    }
}
