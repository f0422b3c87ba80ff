// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the ranges of activations come from. */
sealed interface RangeSource {
    Calibration ranges(Graph graph, CalibrationMethod method);

    /** Samples, where there are some to run. */
    Optional<RepresentativeData> samples();

    /** From running data. */
    record Observed(RepresentativeData data) implements RangeSource {
        @Override
        public Calibration ranges(Graph graph, CalibrationMethod method) {
            return data.calibrate(graph, method);
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

        /** Whether training rounded the operator's weights and all its inputs and outputs. */
        boolean covers(Operator operator) {
            List<Integer> weights = OperatorTable.of(operator).weights();
            return IntStream.range(0, operator.inputs().size())
                            .filter(operator::hasInput)
                            .allMatch(position -> covers(operator.inputs().get(position), weights.contains(position)))
                    && operator.outputs().stream()
                            .filter(output -> output != Operator.ABSENT)
                            .allMatch(output -> covers(output, false));
        }

        private boolean covers(int tensor, boolean isWeight) {
            Tensor described = trained.subgraph().tensor(tensor);
            if (described.type() != TensorType.FLOAT32 || (described.isConstant() && !isWeight)) {
                return true;
            }
            return described.isConstant()
                    ? trained.grid(tensor).isPresent()
                    : trained.range(tensor).isPresent();
        }
    }
}
