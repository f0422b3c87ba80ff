// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.OperatorTable;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Drops operators whose outputs nobody uses, and those that only they needed. XNNPACK has been seen to crash on them.
 *
 * <pre>
 *   a = conv(x, ...)
 *   b = relu6(a)                       never used
 *   y = softmax(x)                     y = softmax(x)
 * </pre>
 */
final class StripUnusedOperators implements UnaryOperator<Graph> {
    @Override
    public Graph apply(Graph graph) {
        return graph.withSubgraphs(
                graph.subgraphs().stream().map(StripUnusedOperators::strip).toList());
    }

    private static Subgraph strip(Subgraph subgraph) {
        BitSet used = new BitSet();
        subgraph.outputs().addTo(used);
        Deque<Operator> kept = new ArrayDeque<>();
        List<Operator> operators = subgraph.operators();
        for (int index = operators.size() - 1; index >= 0; index--) {
            Operator operator = operators.get(index);
            boolean needed = operator.outputs().stream().anyMatch(output -> output >= 0 && used.get(output));
            if (needed || !OperatorTable.of(operator).isPure(operator, subgraph::tensor)) {
                operator.inputs().addTo(used);
                kept.addFirst(operator);
            }
        }
        return kept.size() == operators.size() ? subgraph : subgraph.withOperators(List.copyOf(kept));
    }
}
