// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Adds no product of a gate and zeros, such as the first step of a GRU has whose bias is zero.
 *
 * <pre>
 *   g = logistic(x)
 *   y = v + g * 0
 *
 *   is transformed into:
 *
 *   y = v
 * </pre>
 *
 * <p>Other values than those of a gate might be infinite.
 */
public final class StripZeroProduct extends Rewrite {
    private static final Capture<Integer> GATE = Capture.ofTensor("gate");
    private static final Capture<Integer> ZEROS = Capture.ofTensor("zeros");

    public StripZeroProduct() {
        super(operator(BuiltinOperator.MUL)
                .matching(FusedActivation::isNone)
                .eitherWay(
                        tensor().capturedAs(GATE),
                        WeightedOperator.floatConstant().capturedAs(ZEROS)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        boolean isGate = subgraph.producer(match.get(GATE))
                .filter(step -> step.operator().is(BuiltinOperator.LOGISTIC))
                .isPresent();
        if (!isGate || !isZero(subgraph.tensor(match.get(ZEROS)).buffer().asFloats())) {
            return;
        }
        int product = match.root().output();
        for (Step user : subgraph.users(product)) {
            if (!user.isRemoved()
                    && user.operator().is(BuiltinOperator.ADD)
                    && FusedActivation.isNone(user.operator())) {
                int other = user.input(user.input(0) == product ? 1 : 0);
                boolean isWhole = subgraph.tensor(other)
                        .dynamicShape()
                        .equals(subgraph.tensor(user.output()).dynamicShape());
                if (other != product && isWhole) {
                    Identity.strip(user, other, subgraph);
                }
            }
        }
    }

    private static boolean isZero(FloatBuffer values) {
        return IntStream.range(0, values.limit()).allMatch(place -> values.get(place) == 0);
    }
}
