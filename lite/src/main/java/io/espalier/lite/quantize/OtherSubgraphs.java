// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The subgraphs besides the first, whose activations never become integers. */
final class OtherSubgraphs {
    private OtherSubgraphs() {}

    /** A note on those that stay in float although their methods would make integers of them. */
    static Optional<String> inFloat(ChosenMethods chosen) {
        List<Integer> left = IntStream.range(1, chosen.graph().subgraphs().size())
                .filter(index -> isLeft(chosen, index))
                .boxed()
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        left.stream().map(index -> name(chosen.graph(), index)).collect(Collectors.joining(", "))
                                + (left.size() == 1 ? " stays" : " stay")
                                + " in float: only the first subgraph is quantized to integers");
    }

    private static boolean isLeft(ChosenMethods chosen, int index) {
        Subgraph subgraph = chosen.graph().subgraphs().get(index);
        return IntStream.range(0, subgraph.operators().size())
                .anyMatch(place ->
                        chosen.methods().get(index).get(place).activations().isPresent()
                                && computesFloats(subgraph, subgraph.operators().get(place)));
    }

    private static boolean computesFloats(Subgraph subgraph, Operator operator) {
        return operator.outputs().stream()
                .anyMatch(output ->
                        output != Operator.ABSENT && subgraph.tensor(output).type() == TensorType.FLOAT32);
    }

    private static String name(Graph graph, int index) {
        List<String> keys = graph.signatures().stream()
                .filter(signature -> signature.subgraph() == index)
                .map(Signature::key)
                .toList();
        return "subgraph " + index + " '" + graph.subgraphs().get(index).name() + "'"
                + (keys.isEmpty() ? "" : " (signature " + String.join(", ", keys) + ")");
    }
}
