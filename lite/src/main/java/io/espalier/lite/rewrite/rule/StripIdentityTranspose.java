// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out a transposition that leaves every axis in its place.
 *
 * <pre>
 *   a = transpose(x, [0, 1, 2])
 *   y = g(a)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 */
public final class StripIdentityTranspose extends Rewrite {
    public StripIdentityTranspose() {
        super(operator(BuiltinOperator.TRANSPOSE));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Permutation.of(match.root(), subgraph)
                .filter(Permutation::isIdentity)
                .ifPresent(identity -> Identity.strip(match.root(), match.root().input(0), subgraph));
    }
}
