// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.OperatorUse;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.stream.IntStream;

/** Accelerators for int8: there is an int8 kernel by the operator table, and no operand is float or int4. */
final class Int8Rule implements OperatorRule {
    @Override
    public Optional<String> obstacle(Subgraph subgraph, Operator operator) {
        if (OperatorTable.of(operator).int8().isEmpty()) {
            return Optional.of("no int8 kernel");
        }
        Optional<Integer> other = IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(index -> index != Operator.ABSENT
                        && isForeign(subgraph.tensor(index).type()))
                .boxed()
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(
                    "T#" + other.get() + " is " + subgraph.tensor(other.get()).type());
        }
        boolean isInt8 = OperatorUse.of(operator, subgraph::tensor)
                .map(use -> use.activations() == ActivationType.INT8)
                .orElse(false);
        return isInt8 ? Optional.empty() : Optional.of("its activations are not INT8");
    }

    private static boolean isForeign(TensorType type) {
        return type == TensorType.FLOAT32
                || type == TensorType.FLOAT16
                || type == TensorType.BFLOAT16
                || type == TensorType.INT4;
    }
}
