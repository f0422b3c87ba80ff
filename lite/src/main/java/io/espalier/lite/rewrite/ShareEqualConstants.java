// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Lets operators use one constant where they used equal ones. The name is that of the first.
 *
 * <pre>
 *   a = reshape(x, [-1, 10])          a = reshape(x, s)
 *   b = reshape(y, [-1, 10])          b = reshape(y, s)
 *                                     s = [-1, 10]
 * </pre>
 */
final class ShareEqualConstants implements UnaryOperator<Graph> {
    @Override
    public Graph apply(Graph graph) {
        return graph.withSubgraphs(
                graph.subgraphs().stream().map(ShareEqualConstants::share).toList());
    }

    private static Subgraph share(Subgraph subgraph) {
        int[] shared = firstEqual(subgraph.tensors());
        List<Operator> operators = subgraph.operators().stream()
                .map(operator -> operator.withInputs(shared(operator.inputs(), shared)))
                .toList();
        return subgraph.withOperators(operators);
    }

    private static int[] firstEqual(List<Tensor> tensors) {
        Map<Tensor, Integer> firsts = new HashMap<>();
        return IntStream.range(0, tensors.size())
                .map(index -> {
                    Tensor tensor = tensors.get(index);
                    boolean sharable = !tensor.buffer().isEmpty() && !tensor.isVariable();
                    return sharable ? firsts.computeIfAbsent(tensor.withName(""), unnamed -> index) : index;
                })
                .toArray();
    }

    private static Ints shared(Ints inputs, int[] shared) {
        return Ints.of(inputs.stream()
                .map(tensor -> tensor == Operator.ABSENT ? tensor : shared[tensor])
                .toArray());
    }
}
