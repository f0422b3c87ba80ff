// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;

/**
 * Brings two transpositions together that have only an operator of one operand between them, which does not care for the order of its
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
public final class FuseTransposesAroundUnary implements Rewrite {
    private static final Capture<Step> UNARY = Capture.ofOperator("unary operator");

    private static final OperatorPattern PATTERN = operator(BuiltinOperator.TRANSPOSE)
            .operand(
                    0,
                    tensor().usedOnce()
                            .producedBy(operator(
                                            BuiltinOperator.ABS,
                                            BuiltinOperator.CEIL,
                                            BuiltinOperator.ELU,
                                            BuiltinOperator.EXP,
                                            BuiltinOperator.FLOOR,
                                            BuiltinOperator.GELU,
                                            BuiltinOperator.HARD_SWISH,
                                            BuiltinOperator.LEAKY_RELU,
                                            BuiltinOperator.LOG,
                                            BuiltinOperator.LOGISTIC,
                                            BuiltinOperator.NEG,
                                            BuiltinOperator.RELU,
                                            BuiltinOperator.RELU6,
                                            BuiltinOperator.RELU_N1_TO_1,
                                            BuiltinOperator.ROUND,
                                            BuiltinOperator.RSQRT,
                                            BuiltinOperator.SQRT,
                                            BuiltinOperator.SQUARE,
                                            BuiltinOperator.TANH)
                                    .operand(
                                            0,
                                            tensor().usedOnce()
                                                    .ofType(TensorType.FLOAT32)
                                                    .producedBy(operator(BuiltinOperator.TRANSPOSE)))
                                    .capturedAs(UNARY)));

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step transpose = match.root();
        Step unary = match.get(UNARY);
        Tensor moved = subgraph.tensor(transpose.output());
        String name = subgraph.tensor(transpose.input(0)).name();
        int transposed = subgraph.add(moved.withName(name));
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
