// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Writes one value for each channel as a vector, for runtimes that take no other constant here, such as OpenCV 4.13.
 *
 * <pre>
 *   y = x + c                                  of x [1, h, w, n] and c [1, 1, 1, n]
 *
 *   is transformed into:
 *
 *   y = x + c                                  of c [n]
 * </pre>
 */
public final class StripLeadingOnes extends Rewrite {
    public StripLeadingOnes() {
        super(operator(
                BuiltinOperator.ADD,
                BuiltinOperator.SUB,
                BuiltinOperator.MUL,
                BuiltinOperator.DIV,
                BuiltinOperator.SQUARED_DIFFERENCE));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator operator = match.root().operator();
        for (int position = 0; position < 2; position++) {
            Tensor constant = subgraph.tensor(match.root().input(position));
            Ints shape = constant.shape();
            boolean isVector = constant.isConstant() && shape.size() == 4 && shape.get(3) == constant.elements();
            if (isVector) {
                int vector = subgraph.add(constant.withDynamicShape(Ints.of(shape.get(3))));
                subgraph.replace(
                        match.root(), operator.withInputs(operator.inputs().with(position, vector)));
                return;
            }
        }
    }
}
