// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Arrays;

/**
 * Turns the signs of the weights once, rather than those of every output.
 *
 * <pre>
 *   a = conv(x, weights, bias)
 *   y = activation(minuend - a)        with one minuend a channel
 *
 *   is transformed into:
 *
 *   y = activation(conv(x, -weights, minuend - bias))
 * </pre>
 *
 * <p>With the constant on the other side it is a sum before it comes here: see {@link ReplaceSubtract}.
 */
public final class FoldSubtractIntoWeights extends Rewrite {
    public FoldSubtractIntoWeights() {
        super(ConstantAfterWeights.constantFirst(BuiltinOperator.SUB));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        ConstantAfterWeights.fold(match, subgraph, (weighted, minuends) -> {
            float[] minusOnes = new float[minuends.length];
            Arrays.fill(minusOnes, -1);
            return weighted.scaled(minusOnes, minuends);
        });
    }
}
