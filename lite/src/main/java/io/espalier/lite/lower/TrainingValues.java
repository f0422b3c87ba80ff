// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;

/** What the tensors of a lowered model are told about quantization-aware training. */
interface TrainingValues {
    TrainedValues of(ActivationKey activation);

    TrainedValues of(WeightKey weight);

    /** What training found. */
    static TrainingValues found(TrainedQuantization quantization) {
        return new TrainingValues() {
            @Override
            public TrainedValues of(ActivationKey activation) {
                return quantization.range(activation).map(TrainedValues::of).orElse(TrainedValues.NONE);
            }

            @Override
            public TrainedValues of(WeightKey weight) {
                WeightGrid grid = quantization.grids().get(weight);
                return grid == null ? TrainedValues.NONE : TrainedValues.of(grid);
            }
        };
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
