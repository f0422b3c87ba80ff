// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Adds what a shift of the inputs comes to at the outputs to the bias, once.
 *
 * <pre>
 *   a = x + shift                      with one shift a channel
 *   y = conv(a, weights, bias)         without padding
 *
 *   is transformed into:
 *
 *   y = conv(x, weights, bias + sum(weights * shift))
 * </pre>
 *
 * <p>Padding adds zeros, not shifts: with it the border would be wrong.
 */
public final class FoldAddBeforeWeights extends Rewrite {
    public FoldAddBeforeWeights() {
        super(ConstantBeforeWeights.pattern(BuiltinOperator.ADD));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        ConstantBeforeWeights.fold(match, subgraph, WeightedOperator::ofInputsPlusShifts);
    }
}
