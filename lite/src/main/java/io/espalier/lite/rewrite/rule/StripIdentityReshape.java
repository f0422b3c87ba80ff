// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;

/**
 * Leaves out a reshape to the shape that is there already.
 *
 * <pre>
 *   a = f(x)                           of shape [-1, 10]
 *   b = reshape(a, [-1, 10])
 *   y = g(b)
 *
 *   is transformed into:
 *
 *   y = g(f(x))
 * </pre>
 *
 * <p>SQUEEZE and EXPAND_DIMS are reshapes too. One between an input and an output of the subgraph stays.
 */
public final class StripIdentityReshape extends Rewrite {
    public StripIdentityReshape() {
        super(operator(OperatorTable.where(row -> row.movement() == Movement.RESHAPES)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int input = match.root().input(0);
        if (keepsShape(subgraph.tensor(input), subgraph.tensor(match.root().output()))) {
            Identity.strip(match.root(), input, subgraph);
        }
    }

    // With more than one dynamic size, equal signatures do not say that the sizes are equal when the model runs.
    private static boolean keepsShape(Tensor input, Tensor output) {
        Ints shape = output.dynamicShape();
        return !shape.isEmpty()
                && shape.equals(input.dynamicShape())
                && shape.stream().filter(size -> size < 0).count() <= 1;
    }
}
