// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.Effect;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes once what several operators compute: of the same kind, with the same options, from the same tensors.
 *
 * <pre>
 *   a = relu(x)                        a = relu(x)
 *   b = relu(x)
 *   y = f(a, b)                        y = f(a, a)
 * </pre>
 *
 * <p>An operator whose output is one of the subgraph stays, and so does what has effects, looks at state or is random. Equal constants must be shared
 * before.
 */
final class ShareEqualOperators implements UnaryOperator<Graph> {
    /** What two operators must have in common: all but the indices and names of their outputs. */
    private record Work(Operator operator, List<Tensor> outputs) {}

    @Override
    public Graph apply(Graph graph) {
        return graph.withSubgraphs(
                graph.subgraphs().stream().map(ShareEqualOperators::share).toList());
    }

    private static Subgraph share(Subgraph subgraph) {
        int[] shared = IntStream.range(0, subgraph.tensors().size()).toArray();
        Map<Ints, List<Operator>> doneByInputs = new HashMap<>();
        List<Operator> kept = new ArrayList<>();
        for (Operator each : subgraph.operators()) {
            Operator operator = each.withInputs(Ints.of(each.inputs().stream()
                    .map(tensor -> tensor == Operator.ABSENT ? tensor : shared[tensor])
                    .toArray()));
            Operator first = isSharable(operator, subgraph) ? doneBefore(operator, subgraph, doneByInputs) : null;
            if (first == null || isSeen(operator, subgraph)) {
                kept.add(operator);
            } else {
                for (int i = 0; i < operator.outputs().size(); i++) {
                    shared[operator.outputs().get(i)] = first.outputs().get(i);
                }
            }
        }
        return kept.size() == subgraph.operators().size() ? subgraph : subgraph.withOperators(kept);
    }

    /** The first that does the same; null where there is none, and then this one is the first. */
    private static @Nullable Operator doneBefore(
            Operator operator, Subgraph subgraph, Map<Ints, List<Operator>> doneByInputs) {
        List<Operator> candidates = doneByInputs.computeIfAbsent(operator.inputs(), inputs -> new ArrayList<>());
        Work work = work(operator, subgraph);
        for (Operator candidate : candidates) {
            if (work(candidate, subgraph).equals(work)) {
                return candidate;
            }
        }
        candidates.add(operator);
        return null;
    }

    private static boolean isSharable(Operator operator, Subgraph subgraph) {
        OperatorSpec row = OperatorTable.of(operator);
        return row.isPure(operator, subgraph::tensor)
                && row.effect() != Effect.RANDOM
                && !operator.mutatingVariableInputs().contains(true)
                && operator.outputs().stream().allMatch(output -> output >= 0)
                && operator.inputs().stream()
                        .filter(input -> input >= 0)
                        .mapToObj(input -> subgraph.tensor(input).type())
                        .noneMatch(type -> type == TensorType.RESOURCE || type == TensorType.VARIANT);
    }

    private static boolean isSeen(Operator operator, Subgraph subgraph) {
        return operator.outputs().stream().anyMatch(output -> subgraph.outputs().contains(output));
    }

    private static Work work(Operator operator, Subgraph subgraph) {
        List<Tensor> outputs = operator.outputs().stream()
                .mapToObj(output -> subgraph.tensor(output).withName("").withTrained(TrainedValues.NONE))
                .toList();
        return new Work(operator.withOutputs(Ints.EMPTY), outputs);
    }
}
