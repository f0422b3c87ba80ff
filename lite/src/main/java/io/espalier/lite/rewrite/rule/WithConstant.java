// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;

/** Sums and products of a value and a constant. */
final class WithConstant {
    private WithConstant() {}

    /** Puts the sum or product of a step's first operand and a new constant in its place, with the activation that it had. */
    static void replace(Step step, BuiltinOperator kind, Options options, Tensor constant, SubgraphEditor subgraph) {
        Operator replaced = step.operator();
        Operator other = Operator.of(
                OperatorCode.of(kind, replaced.code().version()),
                Ints.of(step.input(0), subgraph.add(constant)),
                replaced.outputs(),
                options);
        subgraph.replace(step, FusedActivation.set(other, FusedActivation.of(replaced)));
    }
}
