// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out two negations after one another.
 *
 * <pre>
 *   a = neg(x)
 *   b = neg(a)
 *   y = g(b)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 *
 * <p>LOGICAL_NOT likewise. One whose output is an output of the subgraph stays.
 */
public final class StripDoubleNegation extends Rewrite {
    public StripDoubleNegation() {
        super(operator(BuiltinOperator.NEG, BuiltinOperator.LOGICAL_NOT));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step second = match.root();
        BuiltinOperator kind = second.operator().code().builtin();
        subgraph.producer(second.input(0))
                .filter(first -> first.operator().is(kind))
                .filter(first -> !subgraph.isOutput(second.output())
                        && !subgraph.tensor(first.input(0)).isVariable())
                .ifPresent(first -> subgraph.redirect(second.output(), first.input(0)));
    }
}
