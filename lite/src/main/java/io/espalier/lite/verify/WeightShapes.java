// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.function.Consumer;

/** The weights and the bias of convolutions and fully connected operators fit the channels that go in and come out. */
final class WeightShapes implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            if (operator.hasInput(0)
                    && operator.hasInput(1)
                    && !operator.outputs().isEmpty()) {
                String problem = problem(subgraph, operator);
                if (!problem.isEmpty()) {
                    report.accept(GraphVerifier.describeOperator(subgraph, index) + ": " + problem);
                }
            }
        }
    }

    private static String problem(Subgraph subgraph, Operator operator) {
        Ints input = subgraph.tensor(operator.inputs().get(0)).shape();
        Ints weights = subgraph.tensor(operator.inputs().get(1)).shape();
        Ints output = subgraph.tensor(operator.outputs().get(0)).shape();
        return switch (operator.code().builtin()) {
            case CONV_2D ->
                rank(weights, 4)
                        .or(outputChannels(output, weights, 0))
                        .or(
                                weights.size() == 4 && known(input, 4) && input.get(3) % weights.get(3) != 0
                                        ? "weights " + weights + " do not divide the channels of the input " + input
                                        : "")
                        .or(bias(subgraph, operator, weights, 0))
                        .text();
            case DEPTHWISE_CONV_2D ->
                rank(weights, 4)
                        .or(outputChannels(output, weights, 3))
                        .or(bias(subgraph, operator, weights, 3))
                        .text();
            case FULLY_CONNECTED ->
                rank(weights, 2)
                        .or(outputChannels(output, weights, 0))
                        .or(bias(subgraph, operator, weights, 0))
                        .text();
            default -> "";
        };
    }

    /** The first problem found; later ones may follow from it. */
    private record Problem(String text) {
        Problem or(String next) {
            return text.isEmpty() ? new Problem(next) : this;
        }
    }

    private static Problem rank(Ints weights, int expected) {
        return new Problem(weights.size() == expected ? "" : "weights " + weights + " are not of rank " + expected);
    }

    private static String outputChannels(Ints output, Ints weights, int axis) {
        boolean fits = output.isEmpty() || axis >= weights.size() || output.get(output.size() - 1) == weights.get(axis);
        return fits ? "" : "weights " + weights + " do not make the channels of the output " + output;
    }

    private static String bias(Subgraph subgraph, Operator operator, Ints weights, int axis) {
        if (!operator.hasInput(2) || axis >= weights.size()) {
            return "";
        }
        long biases = subgraph.tensor(operator.inputs().get(2)).elements();
        return biases == weights.get(axis) ? "" : "weights " + weights + " go with no bias of " + biases + " elements";
    }

    private static boolean known(Ints shape, int rank) {
        return shape.size() == rank;
    }
}
