// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;

/** A RESHAPE in the place of an operator that leaves the elements of its first operand in their order. */
final class Reshape {
    private Reshape() {}

    /**
     * Replaces the operator, unless the shape of its output has more than one dynamic size.
     *
     * @param keepsFirst whether the first axis stays the first: its size is left open then, so that a batch may still be resized
     */
    static void replace(Step step, boolean keepsFirst, SubgraphEditor subgraph) {
        Tensor output = subgraph.tensor(step.output());
        Ints shape = output.dynamicShape();
        long open = shape.stream().filter(size -> size < 0).count();
        if (open > 1 || output.shape().contains(0) || !output.isRankKnown()) {
            return;
        }
        Ints wanted = open == 0 && keepsFirst && !shape.isEmpty() ? shape.with(0, -1) : shape;
        int operand = subgraph.add(Tensor.constant(
                output.name() + "/shape", TensorType.INT32, Ints.of(wanted.size()), Buffer.ofInts(wanted.toArray())));
        subgraph.replace(
                step,
                Operator.of(
                        OperatorCode.of(BuiltinOperator.RESHAPE, 1),
                        Ints.of(step.input(0), operand),
                        step.operator().outputs(),
                        Options.of(OptionsTable.RESHAPE)));
    }
}
