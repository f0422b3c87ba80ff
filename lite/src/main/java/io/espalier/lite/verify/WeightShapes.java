// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.function.Consumer;

/** Constant weights with channels fit the channels of input and output, and so does the bias. */
final class WeightShapes implements RowCheck {
    @Override
    public void check(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report) {
        for (int position = 0; position < row.inputs().size(); position++) {
            if (row.inputs().get(position) instanceof Operand.Bias bias
                    && row.inputs().get(bias.weight()) instanceof Operand.Weight weight
                    && weight.channelAxis().isPresent()
                    && hasConstantWeights(subgraph, operator, bias)) {
                check(bias, position, weight, subgraph, operator, report);
            }
        }
    }

    // Weights that are computed may have a shape that is not known yet.
    private static boolean hasConstantWeights(Subgraph subgraph, Operator operator, Operand.Bias bias) {
        return operator.hasInput(bias.input())
                && operator.hasInput(bias.weight())
                && !operator.outputs().isEmpty()
                && operator.outputs().get(0) != Operator.ABSENT
                && subgraph.tensor(operator.inputs().get(bias.weight())).isConstant();
    }

    // A kernel flattens whatever comes in to rows as long as those of the weights, unless it is to keep the dimensions.
    private static boolean takes(Ints weights, Ints input, Operator operator) {
        boolean keepsDimensions = operator.options().table().slot("keep_num_dims") >= 0
                && operator.options().flag("keep_num_dims");
        if (keepsDimensions && input.get(input.size() - 1) != weights.get(1)) {
            return false;
        }
        long elements = input.stream().asLongStream().reduce(1, (left, right) -> left * right);
        return weights.get(1) > 0 && elements % weights.get(1) == 0;
    }

    private static void check(
            Operand.Bias bias,
            int biasPosition,
            Operand.Weight weight,
            Subgraph subgraph,
            Operator operator,
            Consumer<String> report) {
        Ints input = subgraph.tensor(operator.inputs().get(bias.input())).shape();
        Ints weights = subgraph.tensor(operator.inputs().get(bias.weight())).shape();
        Ints output = subgraph.tensor(operator.outputs().get(0)).shape();
        if (weights.size() != weight.rank()) {
            report.accept("weights " + weights + " do not have rank " + weight.rank());
            return;
        }
        int channels = weights.get(weight.channelAxis().orElseThrow());
        if (!output.isEmpty() && output.get(output.size() - 1) != channels) {
            report.accept("weights " + weights + " do not match the channels of the output " + output);
        }
        if (operator.is(BuiltinOperator.CONV_2D) && input.size() == 4 && input.get(3) % weights.get(3) != 0) {
            report.accept("input channels of weights " + weights + " do not divide those of the input " + input);
        }
        if (operator.is(BuiltinOperator.FULLY_CONNECTED) && !input.isEmpty() && !takes(weights, input, operator)) {
            report.accept("weights " + weights + " do not match the elements of the input " + input);
        }
        if (operator.hasInput(biasPosition)
                && subgraph.tensor(operator.inputs().get(biasPosition)).elements() != channels) {
            report.accept("weights " + weights + " have a bias of "
                    + subgraph.tensor(operator.inputs().get(biasPosition)).elements() + " elements");
        }
    }
}
