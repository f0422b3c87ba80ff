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
import java.nio.FloatBuffer;

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
 * <p>A convolution may be depthwise, or a fully connected operator.
 */
public final class FoldMultiplyIntoWeights implements Rewrite {
    private static final Capture<Step> WEIGHTED = Capture.ofOperator("weighted operator");
    private static final Capture<Integer> FACTOR = Capture.ofTensor("factor");

    private static final OperatorPattern PATTERN = operator(BuiltinOperator.MUL)
            .matching(FusedActivation::isClamp)
            .eitherWay(
                    tensor().usedOnce()
                            .producedBy(operator(WeightedOperator.KINDS)
                                    .matching(FusedActivation::isFree)
                                    .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
                                    .capturedAs(WEIGHTED)),
                    WeightedOperator.floatConstant().capturedAs(FACTOR));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step step = match.get(WEIGHTED);
        WeightedOperator.of(step, subgraph)
                .ifPresent(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(FACTOR)),
                                subgraph.tensor(step.output()),
                                weighted.outputChannels())
                        .ifPresent(factors -> fold(match.root(), weighted, factors, subgraph)));
    }

    private static void fold(Step multiply, WeightedOperator weighted, float[] factors, SubgraphEditor subgraph) {
        FloatBuffer weights = weighted.weights();
        float[] scaled = new float[weighted.weightCount()];
        for (int place = 0; place < scaled.length; place++) {
            scaled[place] = weights.get(place) * factors[weighted.outputChannel(place)];
        }
        float[] bias = weighted.bias();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] *= factors[channel];
        }
        if (PerChannel.areFinite(scaled) && PerChannel.areFinite(bias)) {
            Operator folded = weighted.withBias(weighted.withWeights(scaled), bias);
            subgraph.replace(
                    multiply,
                    FusedActivation.set(folded, FusedActivation.of(multiply.operator()))
                            .withOutputs(multiply.operator().outputs()));
        }
    }
}
