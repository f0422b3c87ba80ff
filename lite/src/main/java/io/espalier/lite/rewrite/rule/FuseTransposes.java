// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;

/**
 * Transposes once.
 *
 * <pre>
 *   a = transpose(x, p)
 *   y = transpose(a, q)
 *
 *   is transformed into:
 *
 *   y = transpose(x, p then q)
 * </pre>
 *
 * <p>Where the two cancel, {@link StripIdentityTranspose} takes what is left. The first stays where others use it too.
 */
public final class FuseTransposes extends Rewrite {
    private static final Capture<Step> FIRST = Capture.ofOperator("first transposition");

    public FuseTransposes() {
        super(operator(BuiltinOperator.TRANSPOSE)
                .operand(
                        0,
                        tensor().producedBy(operator(BuiltinOperator.TRANSPOSE).capturedAs(FIRST))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step first = match.get(FIRST);
        Step second = match.root();
        Permutation.of(first, subgraph)
                .flatMap(before -> Permutation.of(second, subgraph).flatMap(before::then))
                .ifPresent(both -> subgraph.replace(
                        second,
                        second.operator().withInputs(Ints.of(first.input(0), constant(both, second, subgraph)))));
    }

    private static int constant(Permutation permutation, Step transpose, SubgraphEditor subgraph) {
        Ints axes = permutation.axes();
        String name = subgraph.tensor(transpose.input(1)).name();
        return subgraph.add(
                Tensor.constant(name, TensorType.INT32, Ints.of(axes.size()), Buffer.ofInts(axes.toArray())));
    }
}
