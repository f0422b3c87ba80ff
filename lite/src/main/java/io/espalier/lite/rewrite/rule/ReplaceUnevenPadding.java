// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;

/**
 * Pads by an operator of its own where SAME would pad one dimension and leave something over in the other: there XNNPACK (as of
 * TensorFlow 2.20) computes wrong numbers.
 *
 * <pre>
 *   y = conv(x, ..., padding=SAME)     with a window of 3 x 1 and a stride of 2
 *
 *   is transformed into:
 *
 *   a = pad(x, [[0, 0], [1, 1], [0, 0], [0, 0]])
 *   y = conv(a, ..., padding=VALID)
 * </pre>
 */
public final class ReplaceUnevenPadding extends Rewrite {
    public ReplaceUnevenPadding() {
        super(operator(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D)
                .matching(operator -> SamePadding.is(operator, Padding.SAME))
                .operand(0, tensor().ofType(TensorType.FLOAT32)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Ints picture = subgraph.tensor(match.root().input(0)).dynamicShape();
        SamePadding.of(match.root(), picture, subgraph)
                .filter(padding -> padding.isNegativeSomewhere() && !padding.isNeedless())
                .ifPresent(padding -> pad(match.root(), picture, padding.rows(), subgraph));
    }

    private static void pad(Step convolution, Ints picture, int[] rows, SubgraphEditor subgraph) {
        int source = convolution.input(0);
        String name = subgraph.tensor(convolution.output()).name();
        int paddings =
                subgraph.add(Tensor.constant(name + "/paddings", TensorType.INT32, Ints.of(4, 2), Buffer.ofInts(rows)));
        Ints shape = picture.with(1, picture.get(1) + rows[2] + rows[3]).with(2, picture.get(2) + rows[4] + rows[5]);
        int padded = subgraph.add(Tensor.activation(name + "/padded", TensorType.FLOAT32, shape));
        subgraph.insertBefore(
                convolution,
                Operator.of(
                        OperatorCode.of(BuiltinOperator.PAD, 1),
                        Ints.of(source, paddings),
                        Ints.of(padded),
                        Options.of(OptionsTable.PAD)));
        Operator valid = SamePadding.set(convolution.operator(), Padding.VALID);
        subgraph.replace(convolution, valid.withInputs(valid.inputs().with(0, padded)));
    }
}
