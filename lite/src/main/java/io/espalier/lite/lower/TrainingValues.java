// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import java.util.List;

/** What the tensors of a lowered model are told about quantization-aware training. */
interface TrainingValues {
    TrainedValues of(ActivationKey activation);

    TrainedValues of(WeightKey weight);

    /** What training found. */
    static TrainingValues found(TrainedQuantization quantization, Weights weights) {
        return new TrainingValues() {
            @Override
            public TrainedValues of(ActivationKey activation) {
                return quantization.range(activation).map(TrainedValues::of).orElse(TrainedValues.NONE);
            }

            @Override
            public TrainedValues of(WeightKey weight) {
                WeightGrid grid = quantization.grids().get(weight);
                if (grid == null) {
                    return TrainedValues.NONE;
                }
                TrainedValues found = TrainedValues.of(grid);
                return grid.scales() == Scales.ONE_BEFORE_FOLDING
                        ? found.withScales(List.of((double) scale(weights.get(weight), grid)))
                        : found;
            }
        };
    }

    private static float scale(Tensor weight, WeightGrid grid) {
        float largest = 0;
        for (float value : weight.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest / grid.largest();
    }

    /** Nothing: there was no such training. */
    TrainingValues NONE = new TrainingValues() {
        @Override
        public TrainedValues of(ActivationKey activation) {
            return TrainedValues.NONE;
        }

        @Override
        public TrainedValues of(WeightKey weight) {
            return TrainedValues.NONE;
        }
    };

    /** Where training would find it. */
    TrainingValues PLACES = new TrainingValues() {
        @Override
        public TrainedValues of(ActivationKey activation) {
            return TrainedValues.of(activation);
        }

        @Override
        public TrainedValues of(WeightKey weight) {
            return TrainedValues.of(weight);
        }
    };
}
