// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
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
 * <p>A convolution may be depthwise, or a fully connected operator; a bias that is absent counts as zeros.
 */
public final class FoldAddIntoBias implements Rewrite {
    private static final Capture<Step> WEIGHTED = Capture.ofOperator("weighted operator");
    private static final Capture<Integer> SHIFT = Capture.ofTensor("shift");

    private static final OperatorPattern PATTERN = operator(BuiltinOperator.ADD)
            .matching(FusedActivation::isClamp)
            .eitherWay(
                    tensor().usedOnce()
                            .producedBy(operator(WeightedOperator.KINDS)
                                    .matching(FusedActivation::isFree)
                                    .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
                                    .capturedAs(WEIGHTED)),
                    WeightedOperator.floatConstant().capturedAs(SHIFT));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step step = match.get(WEIGHTED);
        WeightedOperator.of(step, subgraph)
                .ifPresent(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(SHIFT)),
                                subgraph.tensor(step.output()),
                                weighted.outputChannels())
                        .ifPresent(shifts -> fold(match.root(), weighted, shifts, subgraph)));
    }

    private static void fold(Step add, WeightedOperator weighted, float[] shifts, SubgraphEditor subgraph) {
        float[] bias = weighted.bias();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] += shifts[channel];
        }
        if (PerChannel.areFinite(bias)) {
            Operator folded = weighted.withBias(weighted.operator(), bias);
            subgraph.replace(
                    add,
                    FusedActivation.set(folded, FusedActivation.of(add.operator()))
                            .withOutputs(add.operator().outputs()));
        }
    }
}
