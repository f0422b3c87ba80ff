// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import java.util.function.Consumer;

/** One thing that must be so of every operator that has a row in the table. */
interface RowCheck extends GraphCheck {
    /** Reports what is wrong with one operator; it is named in front. */
    void check(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report);

    @Override
    default void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            int current = index;
            OperatorSpec row = OperatorTable.of(operator);
            if (!row.inputs().isEmpty()) {
                Consumer<String> named =
                        problem -> report.accept(GraphVerifier.describeOperator(subgraph, current) + ": " + problem);
                check(row, subgraph, operator, named);
            }
        }
    }
}
