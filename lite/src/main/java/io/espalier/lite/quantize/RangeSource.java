// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.improve.CalibrationMemory;
import io.espalier.lite.quantize.training.TrainedTensors;
import java.util.List;
import java.util.Optional;

/** Where the ranges of activations come from. */
sealed interface RangeSource {
    Calibration ranges(Graph graph, CalibrationMethod method);

    /** Samples, where there are some to run. */
    Optional<RepresentativeData> samples();

    /** What running data showed before. */
    default CalibrationMemory memory() {
        return CalibrationMemory.none();
    }

    /** From running data. */
    record Observed(RepresentativeData data, CalibrationMemory memory) implements RangeSource {
        @Override
        public Calibration ranges(Graph graph, CalibrationMethod method) {
            return memory.ranges(graph, method, data);
        }

        @Override
        public Optional<RepresentativeData> samples() {
            return Optional.of(data);
        }
    }

    /** From before. */
    record Known(TensorRanges known) implements RangeSource {
        @Override
        public Calibration ranges(Graph graph, CalibrationMethod method) {
            return new Calibration(0, known, List.of());
        }

        @Override
        public Optional<RepresentativeData> samples() {
            return Optional.empty();
        }
    }

    /** From training. */
    record Trained(TrainedTensors trained) implements RangeSource {
        @Override
        public Calibration ranges(Graph graph, CalibrationMethod method) {
            return new Calibration(0, trained.ranges(), List.of());
        }

        @Override
        public Optional<RepresentativeData> samples() {
            return Optional.empty();
        }
    }
}
