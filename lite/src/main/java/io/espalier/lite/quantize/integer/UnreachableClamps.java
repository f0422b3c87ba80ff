// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;

/**
 * Leaves out bounds of clamps that no integer of the output reaches. Kernels write a bound in steps of the output, and refuse the whole
 * model where that takes more than 32 bits, as 6 does in steps below 2.8e-9, which 16-bit activations have after layers of small weights.
 * The type of the output ends long before, so that the other bound alone gives the same integers.
 */
final class UnreachableClamps {
    /** A little less than 2^31, so that a zero point can be added. */
    private static final double MOST_STEPS = 0x7FFF_0000;

    private UnreachableClamps() {}

    /** @param scale of the operator's output */
    static Operator removedFrom(Operator operator, float scale) {
        if (operator.is(BuiltinOperator.RELU6) && isBeyond(6, scale)) {
            return operator.withCode(
                    OperatorCode.of(BuiltinOperator.RELU, operator.code().version()));
        }
        return switch (FusedActivation.of(operator)) {
            case RELU6 -> isBeyond(6, scale) ? FusedActivation.set(operator, ActivationFunction.RELU) : operator;
            case RELU_N1_TO_1 -> isBeyond(1, scale) ? FusedActivation.set(operator, ActivationFunction.NONE) : operator;
            case NONE, RELU, TANH, SIGN_BIT -> operator;
        };
    }

    private static boolean isBeyond(double bound, float scale) {
        return bound / scale > MOST_STEPS;
    }
}
