// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which operand of an operator holds its weights.
 *
 * @param position of the operand
 * @param channelAxis the dimension of the weights that has a scale for each index, or {@link ConstantForm#PER_TENSOR}
 * @param hybrid whether there is a kernel for weights in int8 next to float activations
 */
record WeightOperand(int position, int channelAxis, boolean hybrid) {
    /** The operand, where position is that of the weights and they are of so many elements that it pays. */
    static Optional<WeightOperand> of(Subgraph subgraph, Operator operator, int position, WeightOptions options) {
        return of(operator.code().builtin())
                .filter(weights -> weights.position() == position)
                .filter(weights ->
                        subgraph.tensor(operator.inputs().get(position)).elements() >= options.leastElements())
                .map(weights ->
                        weights.with(options.granularity(), operator.code().builtin()));
    }

    // A table that is gathered from is an activation by the operator's row; here it is a constant.
    private static Optional<WeightOperand> of(BuiltinOperator operator) {
        return operator == BuiltinOperator.GATHER
                ? Optional.of(new WeightOperand(0, ConstantForm.PER_TENSOR, false))
                : OperatorTable.of(operator).flatMap(WeightOperand::perChannel);
    }

    // Weights with one scale for all, those of recurrent operators, are left as they are.
    private static Optional<WeightOperand> perChannel(OperatorSpec row) {
        for (int position : row.weights()) {
            if (row.inputs().get(position) instanceof Operand.Weight weight) {
                OptionalInt axis = weight.channelAxis();
                if (axis.isPresent()) {
                    return Optional.of(new WeightOperand(
                            position, axis.getAsInt(), row.hybrid().isPresent()));
                }
            }
        }
        return Optional.empty();
    }

    private WeightOperand with(Granularity granularity, BuiltinOperator operator) {
        boolean perTensor = switch (granularity) {
            case PER_CHANNEL -> false;
            case PER_TENSOR_DENSE -> operator == BuiltinOperator.FULLY_CONNECTED;
            case PER_TENSOR -> true;
        };
        return perTensor ? new WeightOperand(position, ConstantForm.PER_TENSOR, hybrid) : this;
    }

    /** These weights as integers. */
    ConstantForm form(TensorType type, boolean dequantized) {
        return new ConstantForm(type, channelAxis, dequantized);
    }
}
