// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.Padding;
import io.espalier.lite.schema.TensorType;

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
 * <p>Keras's MobileNets pad like this before every stride of 2.
 */
public final class FusePadding implements Rewrite {
    private static final Capture<Step> PAD = Capture.ofOperator("pad");
    private static final Capture<Integer> ROWS = Capture.ofTensor("rows");

    private static final OperatorPattern PATTERN = operator(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D)
            .matching(operator -> SamePadding.is(operator, Padding.VALID))
            .operand(
                    0,
                    tensor().ofType(TensorType.FLOAT32)
                            .producedBy(operator(BuiltinOperator.PAD)
                                    .operand(
                                            1,
                                            tensor().constant()
                                                    .ofType(TensorType.INT32)
                                                    .capturedAs(ROWS))
                                    .capturedAs(PAD)));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int source = match.get(PAD).input(0);
        Ints picture = subgraph.tensor(source).dynamicShape();
        Buffer rows = subgraph.tensor(match.get(ROWS)).buffer();
        SamePadding.of(match.root(), picture, subgraph)
                .filter(same -> !same.isNegativeSomewhere()
                        && Buffer.ofInts(same.rows()).equals(rows))
                .ifPresent(same -> {
                    Operator padded = SamePadding.set(match.root().operator(), Padding.SAME);
                    subgraph.replace(
                            match.root(), padded.withInputs(padded.inputs().with(0, source)));
                });
    }
}
