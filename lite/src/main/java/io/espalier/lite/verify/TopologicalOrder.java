// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Every tensor has a value before it is used: it is an input, a constant, a variable, or some operator before has computed it.
 * Operands of a custom operator may be scratch space as well.
 */
final class TopologicalOrder implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        BitSet computedSomewhere = new BitSet();
        subgraph.operators().forEach(operator -> operator.outputs().addTo(computedSomewhere));
        BitSet known = new BitSet();
        subgraph.inputs().addTo(known);
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            int current = index;
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT && !known.get(input))
                    .filter(input -> computedSomewhere.get(input) || !mayBeUncomputed(subgraph.tensor(input), operator))
                    .forEach(input -> report.accept(GraphVerifier.describeOperator(subgraph, current) + " uses "
                            + GraphVerifier.describe(subgraph, input)
                            + (computedSomewhere.get(input)
                                    ? ", which is computed later"
                                    : ", which is neither input nor constant and is never computed")));
            operator.outputs().addTo(known);
        }
        subgraph.outputs().stream()
                .filter(output -> !known.get(output) && !hasValue(subgraph.tensor(output)))
                .forEach(output -> report.accept(
                        GraphVerifier.describe(subgraph, output) + " is an output, but nothing computes it"));
    }

    private static boolean mayBeUncomputed(Tensor tensor, Operator user) {
        return hasValue(tensor) || user.is(BuiltinOperator.CUSTOM);
    }

    // A constant of no elements has no bytes either.
    private static boolean hasValue(Tensor tensor) {
        return tensor.isConstant() || tensor.isVariable() || tensor.elements() == 0;
    }
}
