// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Multiplies the weights and the bias once, rather than every output.
 *
 * <pre>
 *   a = conv(x, weights, bias)
 *   y = activation(a * factor)         with one factor a channel
 *
 *   is transformed into:
 *
 *   y = activation(conv(x, weights * factor, bias * factor))
 * </pre>
 *
 * <p>A convolution may be depthwise or transposed, or a fully connected operator.
 */
public final class FoldMultiplyIntoWeights extends Rewrite {
    public FoldMultiplyIntoWeights() {
        super(ConstantAfterWeights.eitherWay(BuiltinOperator.MUL));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        ConstantAfterWeights.fold(match, subgraph, WeightedOperator::timesFactors);
    }
}
