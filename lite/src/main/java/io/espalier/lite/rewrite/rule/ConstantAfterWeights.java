// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Operator;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.rewrite.match.TensorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What rules share that fold a constant into the weighted operator before it: {@code activation(conv(x, weights, bias) * constant)}, with
 * one value a channel, becomes {@code activation(conv(x, other weights, other bias))}.
 */
final class ConstantAfterWeights {
    private static final Capture<Step> WEIGHTED = Capture.ofOperator("weighted operator");
    private static final Capture<Integer> CONSTANT = Capture.ofTensor("constant");

    private static final TensorPattern OUTPUT = tensor().usedOnce()
            .producedBy(operator(WeightedOperator.KINDS)
                    .matching(FusedActivation::isFree)
                    .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
                    .capturedAs(WEIGHTED));
    private static final TensorPattern VALUES = WeightedOperator.floatConstant().capturedAs(CONSTANT);

    private ConstantAfterWeights() {}

    /** A sum or product, with the constant on either side. */
    static OperatorPattern eitherWay(BuiltinOperator kind) {
        return operator(kind).matching(FusedActivation::isClamp).eitherWay(OUTPUT, VALUES);
    }

    /** The constant comes first. */
    static OperatorPattern constantFirst(BuiltinOperator kind) {
        return operator(kind)
                .matching(FusedActivation::isClamp)
                .operand(0, VALUES)
                .operand(1, OUTPUT);
    }

    /** @param folding the weighted operator with the constant in it, from the constant's values, one for each output channel */
    static void fold(
            Match match, SubgraphEditor subgraph, BiFunction<WeightedOperator, float[], Optional<Operator>> folding) {
        Step step = match.get(WEIGHTED);
        Operator root = match.root().operator();
        WeightedOperator.of(step, subgraph)
                .flatMap(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(CONSTANT)),
                                subgraph.tensor(step.output()),
                                weighted.outputChannels())
                        .flatMap(values -> folding.apply(weighted, values)))
                .map(folded -> FusedActivation.set(folded, FusedActivation.of(root)))
                .ifPresent(folded -> subgraph.replace(match.root(), folded.withOutputs(root.outputs())));
    }
}
