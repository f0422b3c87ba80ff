// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Operator;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out a concatenation of one, and a split into one.
 *
 * <pre>
 *   a = concatenation(x)
 *   b = split(a) into 1
 *   y = g(b)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 */
public final class StripJoinOfOne extends Rewrite {
    public StripJoinOfOne() {
        super(operator(BuiltinOperator.CONCATENATION, BuiltinOperator.SPLIT, BuiltinOperator.SPLIT_V));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator operator = match.root().operator();
        boolean join = operator.is(BuiltinOperator.CONCATENATION);
        boolean ofOne = join
                ? operator.inputs().size() == 1 && FusedActivation.isNone(operator)
                : operator.outputs().size() == 1;
        if (ofOne) {
            int value = operator.is(BuiltinOperator.SPLIT) ? 1 : 0;
            Identity.strip(match.root(), match.root().input(value), subgraph);
        }
    }
}
