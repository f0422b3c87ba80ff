// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.function.Consumer;

/** Where an operator's options state the number of its inputs or outputs, it has that many. Runtimes trust the options. */
final class CountsInOptions implements GraphCheck {
    private record Count(BuiltinOperator operator, String option, boolean isOfOutputs) {}

    private static final List<Count> COUNTS = List.of(
            new Count(BuiltinOperator.SPLIT, "num_splits", true),
            new Count(BuiltinOperator.SPLIT_V, "num_splits", true),
            new Count(BuiltinOperator.UNPACK, "num", true),
            new Count(BuiltinOperator.PACK, "values_count", false));

    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            for (Count count : COUNTS) {
                if (operator.is(count.operator())) {
                    // Options of another operator, or none, say 0.
                    boolean isSaid = operator.options().table().slot(count.option()) >= 0;
                    int said = isSaid ? operator.options().integer(count.option()) : 0;
                    int actual = count.isOfOutputs()
                            ? operator.outputs().size()
                            : operator.inputs().size();
                    if (said != actual) {
                        report.accept(GraphVerifier.describeOperator(subgraph, index) + " has " + actual
                                + (count.isOfOutputs() ? " outputs" : " inputs") + ", but its option " + count.option()
                                + " says " + said);
                    }
                }
            }
        }
    }
}
