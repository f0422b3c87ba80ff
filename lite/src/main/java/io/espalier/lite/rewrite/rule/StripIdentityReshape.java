// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Leaves out a reshape to the shape that is there already.
 *
 * <pre>
 *   a = f(x)                           of shape [-1, 10]
 *   b = reshape(a, [-1, 10])
 *   y = g(b)
 *
 *   is transformed into:
 *
 *   y = g(f(x))
 * </pre>
 *
 * <p>A reshape between an input and an output of the subgraph stays.
 */
public final class StripIdentityReshape implements Rewrite {
    private static final OperatorPattern PATTERN = operator(BuiltinOperator.RESHAPE);

    @Override
    public OperatorPattern pattern() {
        return PATTERN;
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step reshape = match.root();
        int input = reshape.input(0);
        int output = reshape.output();
        if (!keepsShape(subgraph.tensor(input), subgraph.tensor(output))) {
            return;
        }
        if (!subgraph.isOutput(output)) {
            subgraph.redirect(output, input);
        } else if (subgraph.isUsedOnce(input) && subgraph.producer(input).isPresent()) {
            subgraph.bypass(reshape);
        }
    }

    // With more than one dynamic size, equal signatures do not say that the sizes are equal when the model runs.
    private static boolean keepsShape(Tensor input, Tensor output) {
        Ints shape = output.dynamicShape();
        return !shape.isEmpty()
                && shape.equals(input.dynamicShape())
                && input.quantization().equals(output.quantization())
                && shape.stream().filter(size -> size < 0).count() <= 1;
    }
}
