// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves the flattening to the operator, which takes an input of any shape as rows as long as its weights are.
 *
 * <pre>
 *   a = reshape(x, [-1, n])            of x [batch, h, w, c] with h * w * c = n, which may be several sizes
 *   y = fully_connected(a, weights, bias)
 *
 *   is transformed into:
 *
 *   y = fully_connected(x, weights, bias)
 * </pre>
 */
public final class StripReshapeBeforeFullyConnected extends Rewrite {
    private static final Capture<Step> RESHAPE = Capture.ofOperator("reshape");

    public StripReshapeBeforeFullyConnected() {
        super(operator(BuiltinOperator.FULLY_CONNECTED)
                .matching(operator -> !operator.options().flag("keep_num_dims"))
                .operand(
                        0, tensor().producedBy(operator(BuiltinOperator.RESHAPE).capturedAs(RESHAPE))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator fullyConnected = match.root().operator();
        int source = match.get(RESHAPE).input(0);
        if (flattensRows(
                subgraph.tensor(source).dynamicShape(),
                subgraph.tensor(match.root().input(0)).dynamicShape())) {
            subgraph.replace(
                    match.root(),
                    fullyConnected.withInputs(fullyConnected.inputs().with(0, source)));
        }
    }

    // Of the same batch, which may be dynamic; other runtimes take the first dimension for the batch.
    private static boolean flattensRows(Ints from, Ints to) {
        return from.size() > 2
                && to.size() >= 2
                && from.get(0) == to.get(0)
                && isKnown(from)
                && isKnown(to)
                && rowLength(from) == rowLength(to);
    }

    private static boolean isKnown(Ints shape) {
        return shape.stream().skip(1).allMatch(size -> size > 0);
    }

    private static long rowLength(Ints shape) {
        return shape.stream().skip(1).asLongStream().reduce(1, Math::multiplyExact);
    }
}
