// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.OperatorUse;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** TFLite Micro: by the operator table, and never sparse or hybrid. */
final class MicroRule implements OperatorRule {
    private static final Set<TensorType> UNKNOWN_TYPES =
            EnumSet.of(TensorType.FLOAT16, TensorType.BFLOAT16, TensorType.FLOAT64, TensorType.STRING);

    private static final Set<String> CUSTOM_KERNELS =
            Set.of("TFLM_DECODE", "CIRCULAR_BUFFER", "TFLite_Detection_PostProcess");

    @Override
    public Optional<String> obstacle(Subgraph subgraph, Operator operator) {
        for (int position = 0; position < operator.inputs().size(); position++) {
            if (operator.hasInput(position)) {
                int index = operator.inputs().get(position);
                if (subgraph.tensor(index).sparsity().isPresent()) {
                    return Optional.of("T#" + index + " is sparse");
                }
                if (UNKNOWN_TYPES.contains(subgraph.tensor(index).type())) {
                    return Optional.of(
                            "T#" + index + " is " + subgraph.tensor(index).type());
                }
            }
        }
        if (operator.is(BuiltinOperator.CUSTOM)) {
            if (CUSTOM_KERNELS.contains(operator.code().customCode())) {
                return Optional.empty();
            }
            return Optional.of("a custom operator needs a kernel of its own");
        }
        Set<TensorType> types = OperatorTable.of(operator).micro();
        if (types.isEmpty()) {
            return Optional.of("no kernel");
        }
        Optional<OperatorUse> use = OperatorUse.of(operator, subgraph::tensor);
        if (use.filter(OperatorUse::isHybrid).isPresent()) {
            return Optional.of("hybrid: int8 weights beside float activations");
        }
        if (use.isPresent()) {
            return obstacle(use.get().activations().tensorType(), types);
        }
        // Of other uses the table knows only uint8, the quantization of 2018, which today's kernels only convert.
        boolean isUint8 = operator.hasInput(0)
                && subgraph.tensor(operator.inputs().get(0)).type() == TensorType.UINT8;
        return isUint8 ? obstacle(TensorType.UINT8, types) : Optional.empty();
    }

    private static Optional<String> obstacle(TensorType type, Set<TensorType> known) {
        return known.contains(type) ? Optional.empty() : Optional.of("no kernel for " + type);
    }
}
