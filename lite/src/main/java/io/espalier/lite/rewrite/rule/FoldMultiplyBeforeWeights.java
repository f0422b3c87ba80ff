// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import java.nio.FloatBuffer;

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
public final class FoldMultiplyBeforeWeights implements Rewrite {
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> FACTOR = Capture.ofTensor("factor");

    private static final OperatorPattern PATTERN = operator(WeightedOperator.KINDS)
            .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
            .operand(
                    WeightedOperator.INPUT,
                    tensor().usedOnce()
                            .producedBy(operator(BuiltinOperator.MUL)
                                    .matching(FusedActivation::isFree)
                                    .eitherWay(
                                            tensor().capturedAs(VALUE),
                                            WeightedOperator.floatConstant().capturedAs(FACTOR))));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        WeightedOperator.of(match.root(), subgraph)
                .ifPresent(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(FACTOR)),
                                subgraph.tensor(match.get(VALUE)),
                                weighted.inputChannels())
                        .ifPresent(factors -> fold(match, weighted, factors, subgraph)));
    }

    private static void fold(Match match, WeightedOperator weighted, float[] factors, SubgraphEditor subgraph) {
        FloatBuffer weights = weighted.weights();
        float[] scaled = new float[weighted.weightCount()];
        for (int place = 0; place < scaled.length; place++) {
            scaled[place] = weights.get(place) * factors[weighted.inputChannel(place)];
        }
        if (PerChannel.areFinite(scaled)) {
            Operator folded = weighted.withWeights(scaled);
            subgraph.replace(
                    match.root(), folded.withInputs(folded.inputs().with(WeightedOperator.INPUT, match.get(VALUE))));
        }
    }
}
