// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Options;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.FloatArithmetic;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Adds the opposite of a constant, so that rules for sums apply.
 *
 * <pre>
 *   y = activation(x - constant)
 *
 *   is transformed into:
 *
 *   y = activation(x + -constant)
 * </pre>
 */
public final class ReplaceSubtract extends Rewrite {
    private static final Capture<Integer> SUBTRAHEND = Capture.ofTensor("subtrahend");

    public ReplaceSubtract() {
        super(operator(BuiltinOperator.SUB)
                .operand(1, WeightedOperator.floatConstant().capturedAs(SUBTRAHEND)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int subtrahend = match.get(SUBTRAHEND);
        FloatArithmetic.map(subgraph.tensor(subtrahend), value -> -value)
                .filter(opposite -> Growth.isAllowed(match.root(), opposite, subgraph))
                .ifPresent(opposite -> WithConstant.replace(
                        match.root(), BuiltinOperator.ADD, Options.of(OptionsTable.ADD), opposite, subgraph));
    }
}
