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
public final class FoldAddBeforeWeights implements Rewrite {
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> SHIFT = Capture.ofTensor("shift");

    private static final OperatorPattern PATTERN = operator(WeightedOperator.KINDS)
            .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
            .operand(
                    WeightedOperator.INPUT,
                    tensor().usedOnce()
                            .producedBy(operator(BuiltinOperator.ADD)
                                    .matching(FusedActivation::isFree)
                                    .eitherWay(
                                            tensor().capturedAs(VALUE),
                                            WeightedOperator.floatConstant().capturedAs(SHIFT))));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        WeightedOperator.of(match.root(), subgraph)
                .filter(WeightedOperator::isUnpadded)
                .ifPresent(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(SHIFT)),
                                subgraph.tensor(match.get(VALUE)),
                                weighted.inputChannels())
                        .ifPresent(shifts -> fold(match, weighted, shifts, subgraph)));
    }

    private static void fold(Match match, WeightedOperator weighted, float[] shifts, SubgraphEditor subgraph) {
        FloatBuffer weights = weighted.weights();
        double[] sums = new double[weighted.outputChannels()];
        for (int place = 0; place < weighted.weightCount(); place++) {
            sums[weighted.outputChannel(place)] += (double) weights.get(place) * shifts[weighted.inputChannel(place)];
        }
        float[] bias = weighted.bias();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] = (float) (bias[channel] + sums[channel]);
        }
        if (PerChannel.areFinite(bias)) {
            Operator folded = weighted.withBias(weighted.operator(), bias);
            subgraph.replace(
                    match.root(), folded.withInputs(folded.inputs().with(WeightedOperator.INPUT, match.get(VALUE))));
        }
    }
}
