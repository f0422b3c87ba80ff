// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The activation inside an operator. */
public final class FusedActivation {
    private static final String FIELD = "fused_activation_function";

    /** Operators whose kernels do it. CONCATENATION has the field as well, but its kernel refuses all but NONE. */
    public static final Set<BuiltinOperator> OPERATORS = Collections.unmodifiableSet(EnumSet.of(
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.TRANSPOSE_CONV,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.ADD,
            BuiltinOperator.SUB,
            BuiltinOperator.MUL,
            BuiltinOperator.DIV,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.AVERAGE_POOL_2D));

    private FusedActivation() {}

    /** NONE too where the operator has no options at all. */
    public static ActivationFunction of(Operator operator) {
        Options options = operator.options();
        return options.table().slot(FIELD) < 0
                ? ActivationFunction.NONE
                : options.symbol(FIELD, ActivationFunction.values());
    }

    public static Operator set(Operator operator, ActivationFunction activation) {
        return operator.withOptions(operator.options().with(FIELD, activation));
    }

    /** Whether the operator has room for an activation and has none yet. */
    public static boolean isFree(Operator operator) {
        return operator.options().table().slot(FIELD) >= 0 && of(operator) == ActivationFunction.NONE;
    }

    /** Whether it adds none to what the operator computes. */
    public static boolean isNone(Operator operator) {
        return of(operator) == ActivationFunction.NONE;
    }

    /** Whether the kernels of all operators with that field can do it: they clamp, and no more. */
    public static boolean isClamp(Operator operator) {
        return switch (of(operator)) {
            case NONE, RELU, RELU_N1_TO_1, RELU6 -> true;
            case TANH, SIGN_BIT -> false;
        };
    }
}
