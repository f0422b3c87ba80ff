// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Does once what changes nothing the second time.
 *
 * <pre>
 *   a = floor(x)
 *   y = floor(a)
 *
 *   is transformed into:
 *
 *   y = floor(x)
 * </pre>
 *
 * <p>Clamps are left to {@link StripNeedlessClamp}, which knows more about them.
 */
public final class StripRepetition extends Rewrite {
    public StripRepetition() {
        super(operator(
                BuiltinOperator.ABS,
                BuiltinOperator.CEIL,
                BuiltinOperator.FLOOR,
                BuiltinOperator.ROUND,
                BuiltinOperator.SIGN));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int input = match.root().input(0);
        BuiltinOperator kind = match.root().operator().code().builtin();
        if (subgraph.producer(input).filter(first -> first.operator().is(kind)).isPresent()) {
            Identity.strip(match.root(), input, subgraph);
        }
    }
}
