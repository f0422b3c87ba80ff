// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Flattens what TFLite's operator would flatten by itself, for runtimes that do not.
 *
 * <pre>
 *   y = fully_connected(x, weights, bias)      of x [1, 4, 4, 8] and weights [10, 128]
 *
 *   is transformed into:
 *
 *   a = reshape(x, [-1, 128])
 *   y = fully_connected(a, weights, bias)
 * </pre>
 */
public final class InsertReshapeBeforeFullyConnected extends Rewrite {
    public InsertReshapeBeforeFullyConnected() {
        super(operator(BuiltinOperator.FULLY_CONNECTED)
                .matching(operator -> !operator.options().flag("keep_num_dims")));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Operator fullyConnected = match.root().operator();
        Tensor input = subgraph.tensor(match.root().input(0));
        Ints weights = subgraph.tensor(match.root().input(1)).shape();
        if (input.shape().size() == 2 || weights.size() != 2) {
            return;
        }
        Ints rows = Ints.of((int) (input.elements() / weights.get(1)), weights.get(1));
        Tensor flat = input.withName(input.name() + "/rows")
                .withDynamicShape(input.shapeSignature().isEmpty() ? rows : rows.with(0, -1));
        int flattened = subgraph.add(flat);
        int shape = subgraph.add(Tensor.constant(
                flat.name() + "/shape", TensorType.INT32, Ints.of(2), Buffer.ofInts(-1, weights.get(1))));
        subgraph.insertBefore(
                match.root(),
                Operator.of(
                        OperatorCode.of(BuiltinOperator.RESHAPE, 1),
                        Ints.of(match.root().input(0), shape),
                        Ints.of(flattened),
                        Options.of(OptionsTable.RESHAPE)));
        subgraph.replace(
                match.root(), fullyConnected.withInputs(fullyConnected.inputs().with(0, flattened)));
    }
}
