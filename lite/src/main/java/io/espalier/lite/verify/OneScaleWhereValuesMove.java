// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Condition;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** An operator that only moves or selects int8 values has one scale: with two, runtimes fail or compute wrong numbers. */
final class OneScaleWhereValuesMove implements RowCheck {
    private static final Condition SCALES_DIFFER = new Condition.ScalesDiffer();
    /** Kernels of these rescale. */
    private static final Set<BuiltinOperator> RESCALE =
            EnumSet.of(BuiltinOperator.MEAN, BuiltinOperator.SUM, BuiltinOperator.REDUCE_PROD);

    @Override
    public void check(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report) {
        boolean hasOneScale = row.int8()
                .filter(kernel -> kernel.scales() instanceof ScaleConstraint.SameAsInput same && same.input() == 0)
                .isPresent();
        if (hasOneScale
                && !RESCALE.contains(row.operator())
                && operator.hasInput(0)
                && subgraph.tensor(operator.inputs().get(0)).type() == TensorType.INT8
                && SCALES_DIFFER.holds(operator, subgraph::tensor)) {
            report.accept("its input and output have different scales, but it only moves values");
        }
    }
}
