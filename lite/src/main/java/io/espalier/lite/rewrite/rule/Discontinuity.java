// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
import java.util.Set;

/** Operators that make a step of 1 out of the smallest difference: 3 * (1 / 3f) may be below 1, and its floor is 0 then. */
final class Discontinuity {
    private static final Set<BuiltinOperator> STEPS = EnumSet.of(
            BuiltinOperator.FLOOR,
            BuiltinOperator.CEIL,
            BuiltinOperator.ROUND,
            BuiltinOperator.SIGN,
            BuiltinOperator.CAST,
            BuiltinOperator.FLOOR_DIV,
            BuiltinOperator.FLOOR_MOD,
            BuiltinOperator.BUCKETIZE,
            BuiltinOperator.EQUAL,
            BuiltinOperator.NOT_EQUAL,
            BuiltinOperator.LESS,
            BuiltinOperator.LESS_EQUAL,
            BuiltinOperator.GREATER,
            BuiltinOperator.GREATER_EQUAL);

    private Discontinuity() {}

    /** Whether one of the tensor's users is such an operator. */
    static boolean follows(int tensor, SubgraphEditor subgraph) {
        return subgraph.users(tensor).stream()
                .map(Step::operator)
                .anyMatch(user -> STEPS.contains(user.code().builtin()));
    }
}
