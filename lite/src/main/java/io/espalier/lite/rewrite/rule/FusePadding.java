// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.Padding;

/**
 * Lets a convolution add the zeros itself, where it would add the same.
 *
 * <pre>
 *   a = pad(x, [[0, 0], [0, 1], [0, 1], [0, 0]])
 *   y = conv(a, ..., padding=VALID)
 *
 *   is transformed into:
 *
 *   y = conv(x, ..., padding=SAME)
 * </pre>
 *
 * <p>Keras's MobileNets pad like this before every stride of 2, and its ResNets before the largest of 3 by 3 (MAX_POOL_2D): there SAME
 * adds nothing that could be the largest, so that it must be known that no value is below 0. The mean of a window that reaches over the
 * edge is another one with SAME, which counts what is there alone: AVERAGE_POOL_2D keeps its padding.
 */
public final class FusePadding extends Rewrite {
    private static final Capture<Step> PAD = Capture.ofOperator("pad");

    public FusePadding() {
        super(operator(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.MAX_POOL_2D)
                .matching(operator -> SamePadding.is(operator, Padding.VALID))
                .operand(
                        0,
                        tensor().ofType(TensorType.FLOAT32)
                                .producedBy(operator(BuiltinOperator.PAD, BuiltinOperator.PADV2)
                                        .capturedAs(PAD))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step pad = match.get(PAD);
        int source = pad.input(0);
        Operator root = match.root().operator();
        boolean harmless = !root.is(BuiltinOperator.MAX_POOL_2D)
                || ValueRange.of(source, subgraph).min() >= 0;
        if (!harmless || !addsZeros(pad, subgraph)) {
            return;
        }
        SamePadding.of(match.root(), subgraph.tensor(source).dynamicShape(), subgraph)
                .filter(same -> !same.isNegativeSomewhere() && isSame(pad, same, subgraph))
                .ifPresent(same -> subgraph.replace(
                        match.root(),
                        SamePadding.set(root, Padding.SAME)
                                .withInputs(root.inputs().with(0, source))));
    }

    private static boolean addsZeros(Step pad, SubgraphEditor subgraph) {
        return pad.operator().is(BuiltinOperator.PAD)
                || subgraph.tensor(pad.input(2)).buffer().equals(Buffer.ofFloats(0));
    }

    private static boolean isSame(Step pad, SamePadding same, SubgraphEditor subgraph) {
        return IntegerConstant.values(subgraph.tensor(pad.input(1)))
                .filter(Ints.of(same.rows())::equals)
                .isPresent();
    }
}
