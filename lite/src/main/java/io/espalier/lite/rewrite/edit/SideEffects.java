// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.edit;

import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which operators do more than compute their outputs: they must stay even where nobody uses what they put out. */
public final class SideEffects {
    private static final Set<BuiltinOperator> EFFECTIVE = EnumSet.of(
            BuiltinOperator.CUSTOM,
            BuiltinOperator.DELEGATE,
            BuiltinOperator.CALL,
            BuiltinOperator.CALL_ONCE,
            BuiltinOperator.IF,
            BuiltinOperator.WHILE,
            BuiltinOperator.VAR_HANDLE,
            BuiltinOperator.READ_VARIABLE,
            BuiltinOperator.ASSIGN_VARIABLE,
            BuiltinOperator.HASHTABLE,
            BuiltinOperator.HASHTABLE_IMPORT,
            BuiltinOperator.STABLEHLO_CUSTOM_CALL,
            BuiltinOperator.STABLEHLO_WHILE,
            BuiltinOperator.STABLEHLO_CASE,
            BuiltinOperator.STABLEHLO_COMPOSITE);

    private SideEffects() {}

    public static boolean isPure(Operator operator, List<Tensor> tensors) {
        return !EFFECTIVE.contains(operator.code().builtin())
                && operator.inputs().stream()
                        .noneMatch(tensor ->
                                tensor != Operator.ABSENT && tensors.get(tensor).isVariable());
    }
}
