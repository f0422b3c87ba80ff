// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** An operator of the table has as many operands as its row says, and they have types that their roles allow. */
final class OperandRoles implements RowCheck {
    private static final Set<TensorType> NO_PARAMETER =
            EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.BFLOAT16);

    private static final Set<TensorType> BIAS =
            EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.INT32, TensorType.INT64);

    @Override
    public void check(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report) {
        int inputs = operator.inputs().size();
        if (inputs < row.requiredInputs() || (inputs > row.inputs().size() && !row.repeatsLastInput())) {
            report.accept("has " + inputs + " inputs; expected " + inputCounts(row));
            return;
        }
        int outputs = operator.outputs().size();
        if (outputs == 0 || (outputs > row.outputs().size() && !row.repeatsLastOutput())) {
            report.accept(
                    "has " + outputs + " outputs; expected " + row.outputs().size());
            return;
        }
        for (int position = 0; position < inputs; position++) {
            checkInput(row, position, subgraph, operator, report);
        }
        if (row.int8()
                .map(kernel -> kernel.scales() instanceof ScaleConstraint.SameAsInput)
                .orElse(false)) {
            checkOneType(row, subgraph, operator, report);
        }
    }

    private static void checkInput(
            OperatorSpec row, int position, Subgraph subgraph, Operator operator, Consumer<String> report) {
        Operand operand = row.input(position).orElseThrow();
        if (!operator.hasInput(position)) {
            boolean needed = position < row.requiredInputs()
                    && (operand instanceof Operand.Activation || row.weights().equals(List.of(position)));
            if (needed) {
                report.accept("required input " + position + " is missing");
            }
            return;
        }
        TensorType type = subgraph.tensor(operator.inputs().get(position)).type();
        if (operand instanceof Operand.Parameter && NO_PARAMETER.contains(type)) {
            report.accept("input " + position + " is a parameter and cannot be " + type);
        }
        if (operand instanceof Operand.Bias && !BIAS.contains(type)) {
            report.accept("input " + position + " is a bias and cannot be " + type);
        }
    }

    private static void checkOneType(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report) {
        Set<TensorType> types = EnumSet.noneOf(TensorType.class);
        IntConsumer add = tensor -> types.add(subgraph.tensor(tensor).type());
        row.activationInputs(operator).forEach(add);
        row.activationOutputs(operator).forEach(add);
        if (types.size() > 1) {
            report.accept("inputs and outputs must have the same type, but have " + types);
        }
    }

    private static String inputCounts(OperatorSpec row) {
        if (row.repeatsLastInput()) {
            return row.requiredInputs() + " or more";
        }
        return row.requiredInputs() == row.inputs().size()
                ? Integer.toString(row.requiredInputs())
                : row.requiredInputs() + " to " + row.inputs().size();
    }
}
