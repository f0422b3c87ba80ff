// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Subgraph;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a graph is sound. Fast enough to run after every stage. */
public final class GraphVerifier {
    private static final List<GraphCheck> CHECKS = List.of(
            new ProducedOnce(),
            new TopologicalOrder(),
            new TensorSizes(),
            new ConstantSizes(),
            new QuantizationParameters(),
            new OperandRoles(),
            new CountsInOptions(),
            new WeightShapes(),
            new OneScaleWhereValuesMove(),
            new SparseForms());

    private GraphVerifier() {}

    /**
     * @throws InvalidGraphException if anything is wrong; its message lists everything that is
     */
    public static void verify(Graph graph) {
        List<String> problems = problems(graph);
        if (!problems.isEmpty()) {
            throw new InvalidGraphException("The graph is invalid: " + String.join("; ", problems));
        }
    }

    /** Everything that is wrong; empty for a sound graph. */
    public static List<String> problems(Graph graph) {
        List<String> problems = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            for (GraphCheck check : CHECKS) {
                check.check(
                        subgraph,
                        problem -> problems.add(
                                check.getClass().getSimpleName() + ": subgraph '" + subgraph.name() + "': " + problem));
            }
        }
        return problems;
    }

    /** How messages name a tensor. */
    static String describe(Subgraph subgraph, int tensor) {
        return "tensor " + tensor + " ('" + subgraph.tensor(tensor).name() + "')";
    }

    /** How messages name an operator. */
    static String describeOperator(Subgraph subgraph, int operator) {
        return "operator " + operator + " ("
                + subgraph.operators().get(operator).code().name() + ")";
    }
}
