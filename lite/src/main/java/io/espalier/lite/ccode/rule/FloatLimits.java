// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;

/** The range that an activation inside a float operator leaves. */
final class FloatLimits {
    private FloatLimits() {}

    static Step of(Step step, Operation operation) {
        return switch (FusedActivation.of(operation.operator())) {
            case NONE -> limits(step, -Float.MAX_VALUE, Float.MAX_VALUE);
            case RELU -> limits(step, 0, Float.MAX_VALUE);
            case RELU6 -> limits(step, 0, 6);
            case RELU_N1_TO_1 -> limits(step, -1, 1);
            case TANH, SIGN_BIT ->
                throw new Refusal(
                        "the activation " + FusedActivation.of(operation.operator())
                                + " inside an operator has no kernel",
                        "use an operator of its own");
        };
    }

    private static Step limits(Step step, float min, float max) {
        return step.with("min", new Real(min)).with("max", new Real(max));
    }
}
