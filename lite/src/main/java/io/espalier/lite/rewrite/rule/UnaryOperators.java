// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Operators of one operand that compute each element from one element, whatever the order or shape of them. */
final class UnaryOperators {
    static final Set<BuiltinOperator> KINDS = Collections.unmodifiableSet(EnumSet.of(
            BuiltinOperator.ABS,
            BuiltinOperator.CEIL,
            BuiltinOperator.ELU,
            BuiltinOperator.EXP,
            BuiltinOperator.FLOOR,
            BuiltinOperator.GELU,
            BuiltinOperator.HARD_SWISH,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.LOG,
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.NEG,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.RELU_N1_TO_1,
            BuiltinOperator.ROUND,
            BuiltinOperator.RSQRT,
            BuiltinOperator.SQRT,
            BuiltinOperator.SQUARE,
            BuiltinOperator.TANH));

    private UnaryOperators() {}
}
