// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.function.Consumer;

/** Constant weights of convolutions and fully connected operators fit the channels that go in and come out, and so does the bias. */
final class WeightShapes implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            if (hasConstantWeights(subgraph, operator)) {
                String where = GraphVerifier.describeOperator(subgraph, index);
                check(subgraph, operator, problem -> report.accept(where + ": " + problem));
            }
        }
    }

    // Weights that are computed may have a shape that is not known yet.
    private static boolean hasConstantWeights(Subgraph subgraph, Operator operator) {
        boolean weighted = operator.is(BuiltinOperator.CONV_2D)
                || operator.is(BuiltinOperator.DEPTHWISE_CONV_2D)
                || operator.is(BuiltinOperator.FULLY_CONNECTED);
        return weighted
                && operator.hasInput(0)
                && operator.hasInput(1)
                && !operator.outputs().isEmpty()
                && subgraph.tensor(operator.inputs().get(1)).isConstant();
    }

    // A kernel flattens whatever comes in to rows as long as those of the weights.
    private static boolean takes(Ints weights, Ints input) {
        long elements = input.stream().asLongStream().reduce(1, (left, right) -> left * right);
        return weights.get(1) > 0 && elements % weights.get(1) == 0;
    }

    private static void check(Subgraph subgraph, Operator operator, Consumer<String> report) {
        Ints input = subgraph.tensor(operator.inputs().get(0)).shape();
        Ints weights = subgraph.tensor(operator.inputs().get(1)).shape();
        Ints output = subgraph.tensor(operator.outputs().get(0)).shape();
        int rank = operator.is(BuiltinOperator.FULLY_CONNECTED) ? 2 : 4;
        if (weights.size() != rank) {
            report.accept("weights " + weights + " are not of rank " + rank);
            return;
        }
        int channels = weights.get(operator.is(BuiltinOperator.DEPTHWISE_CONV_2D) ? 3 : 0);
        if (!output.isEmpty() && output.get(output.size() - 1) != channels) {
            report.accept("weights " + weights + " do not make the channels of the output " + output);
        }
        if (operator.is(BuiltinOperator.CONV_2D) && input.size() == 4 && input.get(3) % weights.get(3) != 0) {
            report.accept("weights " + weights + " do not divide the channels of the input " + input);
        }
        if (operator.is(BuiltinOperator.FULLY_CONNECTED) && !input.isEmpty() && !takes(weights, input)) {
            report.accept("weights " + weights + " do not divide the elements of the input " + input);
        }
        if (operator.hasInput(2) && subgraph.tensor(operator.inputs().get(2)).elements() != channels) {
            report.accept("weights " + weights + " go with a bias of "
                    + subgraph.tensor(operator.inputs().get(2)).elements() + " elements");
        }
    }
}
