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
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.Map;

/**
 * Lets an operator clamp its own outputs.
 *
 * <pre>
 *   a = conv(x, ...)
 *   y = relu(a)
 *
 *   is transformed into:
 *
 *   y = conv(x, ..., fused_activation_function=RELU)
 * </pre>
 *
 * <p>Only float outputs: those of a quantized operator are clamped by its own scale before. TANH has a number in the schema, but no
 * kernel takes it.
 */
public final class FuseActivation extends Rewrite {
    private static final Map<BuiltinOperator, ActivationFunction> FUSED = Map.of(
            BuiltinOperator.RELU, ActivationFunction.RELU,
            BuiltinOperator.RELU6, ActivationFunction.RELU6,
            BuiltinOperator.RELU_N1_TO_1, ActivationFunction.RELU_N1_TO_1);

    private static final Capture<Step> PRODUCER = Capture.ofOperator("producer");

    public FuseActivation() {
        super(operator(FUSED.keySet())
                .operand(
                        0,
                        tensor().ofType(TensorType.FLOAT32)
                                .usedOnce()
                                .producedBy(operator(FusedActivation.OPERATORS)
                                        .matching(FusedActivation::isFree)
                                        .capturedAs(PRODUCER))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator activation = match.root().operator();
        ActivationFunction function = FUSED.getOrDefault(activation.code().builtin(), ActivationFunction.NONE);
        Operator fused = FusedActivation.set(match.get(PRODUCER).operator(), function);
        subgraph.replace(match.root(), fused.withOutputs(activation.outputs()));
    }
}
