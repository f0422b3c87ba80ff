// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out padding that adds nothing.
 *
 * <pre>
 *   a = pad(x, [[0, 0], [0, 0]])
 *   y = g(a)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 */
public final class StripEmptyPad extends Rewrite {
    public StripEmptyPad() {
        super(operator(BuiltinOperator.PAD, BuiltinOperator.PADV2, BuiltinOperator.MIRROR_PAD));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        if (IntegerConstant.isAll(subgraph.tensor(match.root().input(1)), 0)) {
            Identity.strip(match.root(), match.root().input(0), subgraph);
        }
    }
}
