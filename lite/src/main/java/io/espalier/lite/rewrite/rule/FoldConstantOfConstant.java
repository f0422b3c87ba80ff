// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.FloatArithmetic;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Multiplies by the product of two constants rather than by one after the other, and adds their sum likewise.
 *
 * <pre>
 *   a = x * c
 *   y = activation(a * d)
 *
 *   is transformed into:
 *
 *   y = activation(x * (c * d))
 * </pre>
 */
public final class FoldConstantOfConstant extends Rewrite {
    private static final Capture<Step> FIRST = Capture.ofOperator("first operator");
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> FIRST_CONSTANT = Capture.ofTensor("first constant");
    private static final Capture<Integer> SECOND_CONSTANT = Capture.ofTensor("second constant");

    public FoldConstantOfConstant() {
        super(operator(BuiltinOperator.MUL, BuiltinOperator.ADD)
                .eitherWay(
                        tensor().usedOnce()
                                .producedBy(operator(BuiltinOperator.MUL, BuiltinOperator.ADD)
                                        .matching(FusedActivation::isNone)
                                        .eitherWay(
                                                tensor().capturedAs(VALUE),
                                                WeightedOperator.floatConstant().capturedAs(FIRST_CONSTANT))
                                        .capturedAs(FIRST)),
                        WeightedOperator.floatConstant().capturedAs(SECOND_CONSTANT)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator second = match.root().operator();
        BuiltinOperator kind = second.code().builtin();
        FloatArithmetic.Binary function = kind == BuiltinOperator.MUL ? (x, y) -> x * y : Float::sum;
        boolean alike = match.get(FIRST).operator().is(kind);
        if (!alike || Discontinuity.follows(match.root().output(), subgraph)) {
            return;
        }
        Tensor first = subgraph.tensor(match.get(FIRST_CONSTANT));
        FloatArithmetic.combine(first, subgraph.tensor(match.get(SECOND_CONSTANT)), function)
                .filter(both -> Growth.isAllowed(match.root(), both, subgraph))
                .ifPresent(both -> subgraph.replace(
                        match.root(), second.withInputs(Ints.of(match.get(VALUE), subgraph.add(both)))));
    }
}
