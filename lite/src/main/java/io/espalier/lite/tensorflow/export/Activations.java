// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.model.tensorflow.DataType;

/** The activation function that an operator of TFLite applies itself, as a node behind. */
final class Activations {
    private static final String FIELD = "fused_activation_function";

    private Activations() {}

    static String applied(OperatorCall call, String value) {
        if (call.options().table().slot(FIELD) < 0) {
            return value;
        }
        ActivationFunction function = call.options().symbol(FIELD, ActivationFunction.values());
        return switch (function) {
            case NONE -> value;
            case RELU -> call.node("Relu", Attributes.ofType(call.resultType(0)), value);
            case RELU6 -> call.node("Relu6", Attributes.ofType(call.resultType(0)), value);
            case RELU_N1_TO_1 -> clamped(call, value, -1, 1);
            case TANH -> call.node("Tanh", Attributes.ofType(call.resultType(0)), value);
            case SIGN_BIT -> throw new UnsupportedPartException("the activation function SIGN_BIT");
        };
    }

    static String clamped(OperatorCall call, String value, float least, float most) {
        Attributes type = Attributes.ofType(DataType.FLOAT);
        String low = call.node("Maximum", type, value, call.real(least));
        return call.node("Minimum", type, low, call.real(most));
    }
}
