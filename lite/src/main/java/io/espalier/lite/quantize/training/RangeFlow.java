// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint.Fixed;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.quantize.constant.SymmetricWeights;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Ranges of tensors that training did not round, from those that it did:
 *
 * <ul>
 *   <li>an operator that keeps its input's scale has one range for what flows in and out;
 *   <li>a kernel with a built-in scale has the range of that, if what flows into it has a range: else it computed in float in training;
 *   <li>what is looked up in a table has the range of the integers on the table's grid.
 * </ul>
 */
final class RangeFlow {
    private final List<Tensor> tensors;

    private RangeFlow(List<Tensor> tensors) {
        this.tensors = tensors;
    }

    /** The tensors of a subgraph with all ranges. */
    static List<Tensor> over(Subgraph subgraph) {
        RangeFlow flow = new RangeFlow(new ArrayList<>(subgraph.tensors()));
        List<Operator> operators = subgraph.operators();
        List<Operator> reversed = new ArrayList<>(operators);
        Collections.reverse(reversed);
        // Twice: a kernel with a built-in scale may get its input's range from behind.
        for (int pass = 0; pass < 2; pass++) {
            operators.forEach(flow::forwards);
            reversed.forEach(flow::backwards);
        }
        return flow.tensors;
    }

    private void forwards(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        int[] inputs = row.activationInputs(operator).toArray();
        int[] outputs = row.activationOutputs(operator).toArray();
        if (row.int8().isEmpty() || inputs.length == 0) {
            return;
        }
        Optional<Tensor> table = table(operator, tensors::get);
        if (table.isPresent()) {
            give(outputs[0], table.get().trained().grid().map(grid -> ofIntegers(table.get(), grid)));
        } else if (row.scales(ActivationType.INT8) instanceof SameAsInput && inputs.length == 1) {
            for (int output : outputs) {
                give(output, range(inputs[0]));
            }
        } else if (row.scales(ActivationType.INT8) instanceof Fixed fixed) {
            give(outputs[0], range(inputs[0]).map(seen -> fixed.int8Range()));
        }
    }

    private void backwards(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        if (row.int8().isEmpty() || !(row.scales(ActivationType.INT8) instanceof SameAsInput)) {
            return;
        }
        row.activationOutputs(operator)
                .mapToObj(this::range)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(range -> row.activationInputs(operator).forEach(input -> give(input, Optional.of(range))));
    }

    /** The constant whose values an operator moves, if that is all that flows into it. */
    static Optional<Tensor> table(Operator operator, IntFunction<Tensor> tensors) {
        return IntegerOperators.onlyMoves(operator)
                ? Optional.of(tensors.apply(OperatorTable.of(operator)
                                .activationInputs(operator)
                                .findFirst()
                                .orElseThrow()))
                        .filter(Tensor::isConstant)
                : Optional.empty();
    }

    /** The range in which all int8 numbers are multiples of the grid's step. */
    private static ValueRange ofIntegers(Tensor table, WeightGrid grid) {
        float step = SymmetricWeights.magnitudes(table, -1)[0] / grid.largest();
        return new ValueRange(Byte.MIN_VALUE * step, Byte.MAX_VALUE * step);
    }

    private Optional<ValueRange> range(int tensor) {
        return tensors.get(tensor).trained().range();
    }

    private void give(int index, Optional<ValueRange> range) {
        Tensor tensor = tensors.get(index);
        boolean lacks = tensor.type() == TensorType.FLOAT32
                && !tensor.isConstant()
                && tensor.trained().range().isEmpty();
        if (lacks && range.isPresent()) {
            tensors.set(index, tensor.withTrained(TrainedValues.of(range.get())));
        }
    }
}
