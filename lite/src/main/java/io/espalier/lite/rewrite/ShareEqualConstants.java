// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
        Map<Buffer, List<Integer>> firstsByContent = new HashMap<>();
        int[] shared = new int[tensors.size()];
        for (int index = 0; index < shared.length; index++) {
            Tensor tensor = tensors.get(index);
            boolean sharable = !tensor.buffer().isEmpty() && !tensor.isVariable();
            shared[index] = sharable ? firstEqual(index, tensors, firstsByContent) : index;
        }
        return shared;
    }

    private static int firstEqual(int index, List<Tensor> tensors, Map<Buffer, List<Integer>> firstsByContent) {
        Tensor tensor = content(tensors.get(index));
        List<Integer> firsts = firstsByContent.computeIfAbsent(tensor.buffer(), content -> new ArrayList<>());
        for (int first : firsts) {
            if (content(tensors.get(first)).equals(tensor)) {
                return first;
            }
        }
        firsts.add(index);
        return index;
    }

    // Weights that training changes are equal by chance.
    private static Tensor content(Tensor tensor) {
        return tensor.withName("")
                .withTrained(tensor.trained().weight().map(TrainedValues::of).orElse(TrainedValues.NONE));
    }

    private static Ints shared(Ints inputs, int[] shared) {
        return Ints.of(inputs.stream()
                .map(tensor -> tensor == Operator.ABSENT ? tensor : shared[tensor])
                .toArray());
    }
}
