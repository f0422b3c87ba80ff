// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Multiplies the weights once, rather than every input.
 *
 * <pre>
 *   a = x * factor                     with one factor a channel
 *   y = conv(a, weights, bias)
 *
 *   is transformed into:
 *
 *   y = conv(x, weights * factor, bias)
 * </pre>
 *
 * <p>Zeros that padding adds stay zeros, so any padding will do.
 */
public final class FoldMultiplyBeforeWeights extends Rewrite {
    public FoldMultiplyBeforeWeights() {
        super(ConstantBeforeWeights.pattern(BuiltinOperator.MUL));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        ConstantBeforeWeights.fold(match, subgraph, WeightedOperator::ofInputsTimesFactors);
    }
}
