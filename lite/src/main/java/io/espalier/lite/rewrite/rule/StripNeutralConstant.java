// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Leaves out a product with 1 and a sum with 0.
 *
 * <pre>
 *   a = x * 1
 *   b = a + 0
 *   y = g(b)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 *
 * <p>A constant that makes the result larger than x does something.
 */
public final class StripNeutralConstant extends Rewrite {
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> CONSTANT = Capture.ofTensor("constant");

    public StripNeutralConstant() {
        super(operator(BuiltinOperator.MUL, BuiltinOperator.ADD)
                .matching(FusedActivation::isNone)
                .eitherWay(
                        tensor().capturedAs(VALUE),
                        WeightedOperator.floatConstant().capturedAs(CONSTANT)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        float neutral = match.root().operator().is(BuiltinOperator.MUL) ? 1 : 0;
        Tensor constant = subgraph.tensor(match.get(CONSTANT));
        Ints shape = subgraph.tensor(match.get(VALUE)).dynamicShape();
        if (isAll(constant.buffer().asFloats(), neutral) && fitsInto(constant.shape(), shape)) {
            Identity.strip(match.root(), match.get(VALUE), subgraph);
        }
    }

    private static boolean isAll(FloatBuffer values, float value) {
        return IntStream.range(0, values.limit()).allMatch(place -> values.get(place) == value);
    }

    private static boolean fitsInto(Ints constant, Ints shape) {
        int added = shape.size() - constant.size();
        return added >= 0
                && IntStream.range(0, constant.size())
                        .allMatch(axis -> constant.get(axis) == 1 || constant.get(axis) == shape.get(added + axis));
    }
}
