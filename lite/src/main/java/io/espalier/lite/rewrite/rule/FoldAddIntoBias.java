// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Adds to the bias once, rather than to every output.
 *
 * <pre>
 *   a = conv(x, weights, bias)
 *   y = activation(a + shift)          with one shift a channel
 *
 *   is transformed into:
 *
 *   y = activation(conv(x, weights, bias + shift))
 * </pre>
 *
 * <p>A convolution may be depthwise or transposed, or a fully connected operator; a bias that is absent counts as zeros.
 */
public final class FoldAddIntoBias extends Rewrite {
    public FoldAddIntoBias() {
        super(ConstantAfterWeights.eitherWay(BuiltinOperator.ADD));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        ConstantAfterWeights.fold(match, subgraph, WeightedOperator::plusShifts);
    }
}
