// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;

/**
 * Clamps once where the second clamp is the tighter one.
 *
 * <pre>
 *   a = relu(x)
 *   y = relu6(a)
 *
 *   is transformed into:
 *
 *   y = relu6(x)
 * </pre>
 */
public final class StripClampBeforeClamp extends Rewrite {
    private static final Capture<Step> FIRST = Capture.ofOperator("first clamp");

    public StripClampBeforeClamp() {
        super(operator(
                        BuiltinOperator.RELU,
                        BuiltinOperator.RELU6,
                        BuiltinOperator.RELU_0_TO_1,
                        BuiltinOperator.RELU_N1_TO_1)
                .operand(
                        0,
                        tensor().ofType(TensorType.FLOAT32)
                                .producedBy(operator(
                                                BuiltinOperator.RELU,
                                                BuiltinOperator.RELU6,
                                                BuiltinOperator.RELU_0_TO_1,
                                                BuiltinOperator.RELU_N1_TO_1)
                                        .capturedAs(FIRST))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator second = match.root().operator();
        Step first = match.get(FIRST);
        if (ValueRange.of(second).isWithin(ValueRange.of(first.operator()))) {
            subgraph.replace(match.root(), second.withInputs(Ints.of(first.input(0))));
        }
    }
}
