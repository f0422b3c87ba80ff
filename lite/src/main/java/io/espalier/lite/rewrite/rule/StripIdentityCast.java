// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out a cast to the type that is there already.
 *
 * <pre>
 *   a = cast(x, float32)               of a float32 x
 *   y = g(a)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 */
public final class StripIdentityCast extends Rewrite {
    public StripIdentityCast() {
        super(operator(BuiltinOperator.CAST));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Identity.strip(match.root(), match.root().input(0), subgraph);
    }
}
