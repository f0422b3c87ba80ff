// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Options;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.FloatArithmetic;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Multiplies by the inverse of a constant: that is faster, has an integer kernel, and rules for products apply.
 *
 * <pre>
 *   y = activation(x / constant)
 *
 *   is transformed into:
 *
 *   y = activation(x * (1 / constant))
 * </pre>
 *
 * <p>The inverse of a power of two is exact. Another one is rounded, and so it stays a division where a rounding could become a step of 1
 * after it: see {@link Discontinuity}. An inverse that a float has no full precision for is not taken.
 */
public final class ReplaceDivide extends Rewrite {
    private static final Capture<Integer> DIVISOR = Capture.ofTensor("divisor");

    public ReplaceDivide() {
        super(operator(BuiltinOperator.DIV)
                .operand(1, WeightedOperator.floatConstant().capturedAs(DIVISOR)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        if (Discontinuity.follows(match.root().output(), subgraph)) {
            return;
        }
        int divisor = match.get(DIVISOR);
        FloatArithmetic.map(subgraph.tensor(divisor), ReplaceDivide::inverse)
                .filter(inverse -> Growth.isAllowed(match.root(), inverse, subgraph))
                .ifPresent(inverse -> WithConstant.replace(
                        match.root(), BuiltinOperator.MUL, Options.of(OptionsTable.MUL), inverse, subgraph));
    }

    private static float inverse(float value) {
        float inverse = 1 / value;
        return Math.abs(inverse) >= Float.MIN_NORMAL && Math.abs(value) >= Float.MIN_NORMAL ? inverse : Float.NaN;
    }
}
