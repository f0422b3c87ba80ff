// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Adds the bias of a FULLY_CONNECTED in float by an operator of its own, for OpenCV 4.13, which drops it.
 *
 * <pre>
 *   y = relu(fully_connected(x, weights, bias))
 *
 *   is transformed into:
 *
 *   a = fully_connected(x, weights)
 *   y = relu(a + bias)                         of bias [1, n]: one of [n] makes n x n values there
 * </pre>
 */
public final class ReplaceBiasByAdd extends Rewrite {
    private static final int BIAS = 2;

    public ReplaceBiasByAdd() {
        super(operator(BuiltinOperator.FULLY_CONNECTED)
                .matching(operator -> operator.hasInput(BIAS) && FusedActivation.isClamp(operator)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator fullyConnected = match.root().operator();
        Tensor bias = subgraph.tensor(match.root().input(BIAS));
        Tensor output = subgraph.tensor(match.root().output());
        if (!bias.isConstant()
                || bias.type() != TensorType.FLOAT32
                || output.shape().size() != 2) {
            return;
        }
        int row = subgraph.add(bias.withDynamicShape(Ints.of(1, (int) bias.elements())));
        int product = subgraph.add(output.withName(output.name() + "/product"));
        subgraph.insertBefore(
                match.root(),
                FusedActivation.set(fullyConnected, ActivationFunction.NONE)
                        .withInputs(Ints.of(match.root().input(0), match.root().input(1)))
                        .withOutputs(Ints.of(product)));
        Options options = Options.of(OptionsTable.ADD);
        subgraph.replace(
                match.root(),
                FusedActivation.set(
                        Operator.of(
                                OperatorCode.of(BuiltinOperator.ADD, 1),
                                Ints.of(product, row),
                                fullyConnected.outputs(),
                                options),
                        FusedActivation.of(fullyConnected)));
    }
}
