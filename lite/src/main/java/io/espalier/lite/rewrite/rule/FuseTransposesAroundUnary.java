// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;

/**
 * Brings two transpositions together that have only operators of one operand between them, which do not care for the order of their
 * elements.
 *
 * <pre>
 *   a = transpose(x, p)
 *   b = relu(a)
 *   y = transpose(b, q)
 *
 *   is transformed into:
 *
 *   c = transpose(x, p then q)
 *   y = relu(c)
 * </pre>
 *
 * <p>Where the two cancel, {@link StripIdentityTranspose} takes what is left.
 */
public final class FuseTransposesAroundUnary extends Rewrite {
    public FuseTransposesAroundUnary() {
        super(operator(BuiltinOperator.TRANSPOSE)
                .operand(
                        0,
                        tensor().ofType(TensorType.FLOAT32)
                                .usedOnce()
                                .producedBy(operator(OperatorTable.where(OperatorSpec::isUnary)))));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        subgraph.producer(match.root().input(0))
                .filter(unary -> comesFromTranspose(unary, subgraph))
                .ifPresent(unary -> swap(unary, match.root(), subgraph));
    }

    private static boolean comesFromTranspose(Step unary, SubgraphEditor subgraph) {
        Step step = unary;
        while (OperatorTable.of(step.operator()).isUnary()) {
            Optional<Step> before = subgraph.producer(step.input(0));
            if (before.isEmpty() || !subgraph.isUsedOnce(step.input(0))) {
                return false;
            }
            step = before.get();
        }
        return step.operator().is(BuiltinOperator.TRANSPOSE);
    }

    private static void swap(Step unary, Step transpose, SubgraphEditor subgraph) {
        Tensor before = subgraph.tensor(unary.input(0));
        int transposed = subgraph.add(
                subgraph.tensor(transpose.output()).withName(before.name()).withTrained(before.trained()));
        subgraph.insertBefore(
                transpose,
                transpose
                        .operator()
                        .withInputs(transpose.operator().inputs().with(0, unary.input(0)))
                        .withOutputs(Ints.of(transposed)));
        subgraph.replace(
                transpose,
                unary.operator()
                        .withInputs(Ints.of(transposed))
                        .withOutputs(transpose.operator().outputs()));
    }
}
