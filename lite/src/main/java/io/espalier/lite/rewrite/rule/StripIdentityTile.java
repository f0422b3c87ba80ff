// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out a repetition that says everything once.
 *
 * <pre>
 *   a = tile(x, [1, 1])
 *   y = g(a)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 *
 * <p>Likewise BROADCAST_TO the static shape that is there already.
 */
public final class StripIdentityTile extends Rewrite {
    public StripIdentityTile() {
        super(operator(BuiltinOperator.TILE, BuiltinOperator.BROADCAST_TO));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step step = match.root();
        Tensor parameter = subgraph.tensor(step.input(1));
        Ints shape = subgraph.tensor(step.input(0)).dynamicShape();
        boolean once = step.operator().is(BuiltinOperator.TILE)
                ? IntegerConstant.isAll(parameter, 1)
                : !shape.contains(-1)
                        && IntegerConstant.values(parameter)
                                .filter(shape::equals)
                                .isPresent();
        if (once) {
            Identity.strip(step, step.input(0), subgraph);
        }
    }
}
