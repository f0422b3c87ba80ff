// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.Evaluators;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
import java.util.List;

/**
 * Computes an operator whose inputs are all constants now, rather than each time the model runs.
 *
 * <pre>
 *   a = reshape(c, [2, 2])             of a constant c
 *   y = x + a
 *
 *   is transformed into:
 *
 *   y = x + c'                         a constant of shape [2, 2]
 * </pre>
 *
 * <p>What would be larger than the constants that go with the operator, by more than {@link Growth} allows, is still computed by the
 * model: a file does not grow for a FILL. An operator stays that computes an output of the subgraph.
 */
public final class FoldConstants extends Rewrite {
    public FoldConstants() {
        super(operator(EnumSet.allOf(BuiltinOperator.class)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step step = match.root();
        Operator operator = step.operator();
        boolean known = operator.inputs().stream()
                .allMatch(
                        input -> input >= 0 && !subgraph.tensor(input).buffer().isEmpty());
        boolean inside = operator.outputs().stream().allMatch(output -> output >= 0 && !subgraph.isOutput(output));
        if (known && inside && Evaluators.computes(operator.code().builtin()) && isSmallEnough(step, subgraph)) {
            List<Tensor> outputs = tensors(operator.outputs(), subgraph);
            Evaluators.evaluate(operator, tensors(operator.inputs(), subgraph), outputs)
                    .ifPresent(results -> fold(operator, results, subgraph));
        }
    }

    private static boolean isSmallEnough(Step step, SubgraphEditor subgraph) {
        long bytes = tensors(step.operator().outputs(), subgraph).stream()
                .mapToLong(tensor -> tensor.type().bytes(Math.min(tensor.elements(), Integer.MAX_VALUE)))
                .sum();
        return OperatorTable.of(step.operator()).movement() == Movement.RESHAPES
                || bytes <= Growth.allowed(step, subgraph);
    }

    private static void fold(Operator operator, List<Buffer> results, SubgraphEditor subgraph) {
        for (int i = 0; i < results.size(); i++) {
            int output = operator.outputs().get(i);
            int constant = subgraph.add(subgraph.tensor(output).withBuffer(results.get(i)));
            subgraph.redirect(output, constant);
        }
    }

    private static List<Tensor> tensors(Ints indices, SubgraphEditor subgraph) {
        return indices.stream().mapToObj(subgraph::tensor).toList();
    }
}
