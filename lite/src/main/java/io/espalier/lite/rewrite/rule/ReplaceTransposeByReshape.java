// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Gives another shape to elements that stay in their order: a transposition that moves axes of size 1 only.
 *
 * <pre>
 *   y = transpose(x, [0, 2, 1])        of x [-1, 1, 16]
 *
 *   is transformed into:
 *
 *   y = reshape(x, [-1, 16, 1])
 * </pre>
 *
 * <p>The runtime reshapes in place.
 */
public final class ReplaceTransposeByReshape extends Rewrite {
    public ReplaceTransposeByReshape() {
        super(operator(BuiltinOperator.TRANSPOSE));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Ints shape = subgraph.tensor(match.root().input(0)).dynamicShape();
        Permutation.of(match.root(), subgraph)
                .filter(permutation -> permutation.keepsOrder(shape) && !permutation.isIdentity())
                .ifPresent(permutation ->
                        Reshape.replace(match.root(), permutation.axes().get(0) == 0, subgraph));
    }
}
