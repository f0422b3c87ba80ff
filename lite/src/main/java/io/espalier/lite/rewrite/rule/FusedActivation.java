// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.schema.ActivationFunction;

/** The activation inside an operator. */
final class FusedActivation {
    private static final String FIELD = "fused_activation_function";

    private FusedActivation() {}

    /** NONE too where the operator has no options at all. */
    static ActivationFunction of(Operator operator) {
        Options options = operator.options();
        return options.table().slot(FIELD) < 0
                ? ActivationFunction.NONE
                : options.symbol(FIELD, ActivationFunction.values());
    }

    static Operator set(Operator operator, ActivationFunction activation) {
        return operator.withOptions(operator.options().with(FIELD, activation));
    }

    /** Whether the operator has room for an activation and has none yet. */
    static boolean isFree(Operator operator) {
        return operator.options().table().slot(FIELD) >= 0 && of(operator) == ActivationFunction.NONE;
    }

    /** Whether it adds none to what the operator computes. */
    static boolean isNone(Operator operator) {
        return of(operator) == ActivationFunction.NONE;
    }

    /** Whether the kernels of all operators with that field can do it: they clamp, and no more. */
    static boolean isClamp(Operator operator) {
        return switch (of(operator)) {
            case NONE, RELU, RELU_N1_TO_1, RELU6 -> true;
            case TANH, SIGN_BIT -> false;
        };
    }
}
