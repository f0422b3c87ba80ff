// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Reshapes once: the shape between does not matter.
 *
 * <pre>
 *   a = reshape(x, s)
 *   y = reshape(a, t)
 *
 *   is transformed into:
 *
 *   y = reshape(x, t)
 * </pre>
 *
 * <p>The first stays where others use it too.
 */
public final class StripReshapeOfReshape extends Rewrite {
    private static final Capture<Step> FIRST = Capture.ofOperator("first reshape");

    public StripReshapeOfReshape() {
        super(operator(BuiltinOperator.RESHAPE)
                .operand(
                        0, tensor().producedBy(operator(BuiltinOperator.RESHAPE).capturedAs(FIRST))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator second = match.root().operator();
        int source = match.get(FIRST).input(0);
        subgraph.replace(match.root(), second.withInputs(second.inputs().with(0, source)));
    }
}
