// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Operator;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.Map;

/**
 * Between which bounds the values of a tensor lie, whatever the inputs of the model.
 *
 * @param min may be negative infinity
 * @param max may be infinity
 */
record ValueRange(float min, float max) {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final ValueRange ANY = new ValueRange(-INFINITY, INFINITY);
    private static final ValueRange NON_NEGATIVE = new ValueRange(0, INFINITY);

    /** The output range of an operator of that kind. Only bounds that kernels keep to the bit, rounding included. */
    private static final Map<BuiltinOperator, ValueRange> OUTPUTS = Map.ofEntries(
            Map.entry(BuiltinOperator.RELU, NON_NEGATIVE),
            Map.entry(BuiltinOperator.RELU6, new ValueRange(0, 6)),
            Map.entry(BuiltinOperator.RELU_0_TO_1, new ValueRange(0, 1)),
            Map.entry(BuiltinOperator.RELU_N1_TO_1, new ValueRange(-1, 1)),
            Map.entry(BuiltinOperator.ABS, NON_NEGATIVE),
            Map.entry(BuiltinOperator.EXP, NON_NEGATIVE),
            Map.entry(BuiltinOperator.LOGISTIC, NON_NEGATIVE),
            Map.entry(BuiltinOperator.SOFTMAX, NON_NEGATIVE),
            Map.entry(BuiltinOperator.SQRT, NON_NEGATIVE),
            Map.entry(BuiltinOperator.SQUARE, NON_NEGATIVE));

    /** What is known of a float tensor from the operator that computes it. */
    static ValueRange of(int tensor, SubgraphEditor subgraph) {
        return subgraph.producer(tensor).map(step -> of(step.operator())).orElse(ANY);
    }

    /** What is known of the outputs of an operator. */
    static ValueRange of(Operator operator) {
        BuiltinOperator kind = operator.code().builtin();
        return FusedActivation.OPERATORS.contains(kind)
                ? of(FusedActivation.of(operator))
                : OUTPUTS.getOrDefault(kind, ANY);
    }

    private static ValueRange of(ActivationFunction activation) {
        return switch (activation) {
            case NONE, TANH, SIGN_BIT -> ANY;
            case RELU -> NON_NEGATIVE;
            case RELU6 -> new ValueRange(0, 6);
            case RELU_N1_TO_1 -> new ValueRange(-1, 1);
        };
    }

    boolean isWithin(ValueRange other) {
        return min >= other.min && max <= other.max;
    }
}
