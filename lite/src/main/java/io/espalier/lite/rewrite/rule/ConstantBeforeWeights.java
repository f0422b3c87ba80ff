// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Operator;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What rules share that fold a constant into the weighted operator after it: {@code conv(x * constant, weights, bias)}, with one value a
 * channel, becomes {@code conv(x, other weights, other bias)}.
 */
final class ConstantBeforeWeights {
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> CONSTANT = Capture.ofTensor("constant");

    private ConstantBeforeWeights() {}

    /** A sum or product that only the weighted operator uses. */
    static OperatorPattern pattern(BuiltinOperator kind) {
        return operator(WeightedOperator.KINDS)
                .operand(WeightedOperator.WEIGHTS, WeightedOperator.floatConstant())
                .operand(
                        WeightedOperator::inputPosition,
                        tensor().usedOnce()
                                .producedBy(operator(kind)
                                        .matching(FusedActivation::isFree)
                                        .eitherWay(
                                                tensor().capturedAs(VALUE),
                                                WeightedOperator.floatConstant().capturedAs(CONSTANT))));
    }

    /** @param folding the weighted operator with the constant in it, from the constant's values, one for each input channel */
    static void fold(
            Match match, SubgraphEditor subgraph, BiFunction<WeightedOperator, float[], Optional<Operator>> folding) {
        int value = match.get(VALUE);
        WeightedOperator.of(match.root(), subgraph)
                .flatMap(weighted -> PerChannel.values(
                                subgraph.tensor(match.get(CONSTANT)), subgraph.tensor(value), weighted.inputChannels())
                        .flatMap(values -> folding.apply(weighted, values)))
                .ifPresent(folded -> subgraph.replace(
                        match.root(),
                        folded.withInputs(folded.inputs().with(WeightedOperator.inputPosition(folded), value))));
    }
}
