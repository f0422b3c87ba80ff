// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;

/**
 * Leaves out a clamp of values that lie between its bounds already.
 *
 * <pre>
 *   a = relu6(x)
 *   y = relu(a)
 *
 *   is transformed into:
 *
 *   y = relu6(x)
 * </pre>
 *
 * <p>Also after an operator with a fused activation, and after what is never negative, such as SOFTMAX.
 */
public final class StripNeedlessClamp extends Rewrite {
    public StripNeedlessClamp() {
        super(operator(
                        BuiltinOperator.RELU,
                        BuiltinOperator.RELU6,
                        BuiltinOperator.RELU_0_TO_1,
                        BuiltinOperator.RELU_N1_TO_1)
                .operand(0, tensor().ofType(TensorType.FLOAT32)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int input = match.root().input(0);
        if (ValueRange.of(input, subgraph).isWithin(ValueRange.of(match.root().operator()))) {
            Identity.strip(match.root(), input, subgraph);
        }
    }
}
