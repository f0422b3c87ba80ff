// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.OperatorUse;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** TFLite Micro: by the operator table, and never sparse or hybrid. */
final class MicroRule implements Target.Rule {
    // What has no row in the table, because nobody quantizes it.
    private static final Set<BuiltinOperator> OTHERS = EnumSet.of(
            BuiltinOperator.ASSIGN_VARIABLE,
            BuiltinOperator.BROADCAST_ARGS,
            BuiltinOperator.CALL_ONCE,
            BuiltinOperator.CAST,
            BuiltinOperator.FLOOR_DIV,
            BuiltinOperator.FLOOR_MOD,
            BuiltinOperator.IF,
            BuiltinOperator.LOGICAL_AND,
            BuiltinOperator.LOGICAL_NOT,
            BuiltinOperator.LOGICAL_OR,
            BuiltinOperator.READ_VARIABLE,
            BuiltinOperator.REDUCE_ALL,
            BuiltinOperator.VAR_HANDLE,
            BuiltinOperator.WHILE,
            BuiltinOperator.ZEROS_LIKE);

    private static final Set<TensorType> UNKNOWN_TYPES =
            EnumSet.of(TensorType.FLOAT16, TensorType.BFLOAT16, TensorType.FLOAT64, TensorType.STRING);

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
        BuiltinOperator builtin = operator.code().builtin();
        if (builtin == BuiltinOperator.CUSTOM) {
            return Optional.of("a custom operator needs a kernel of its own");
        }
        Optional<OperatorSpec> row = OperatorTable.of(builtin);
        if (row.isEmpty()) {
            return OTHERS.contains(builtin) ? Optional.empty() : Optional.of("no kernel");
        }
        return row.flatMap(known -> obstacle(known, subgraph, operator));
    }

    private static Optional<String> obstacle(OperatorSpec row, Subgraph subgraph, Operator operator) {
        if (row.micro().isEmpty()) {
            return Optional.of("no kernel");
        }
        Optional<OperatorUse> use = OperatorUse.of(row, operator, subgraph::tensor);
        if (use.isEmpty()) {
            return uint8Activation(row, subgraph, operator);
        }
        if (use.get().isHybrid()) {
            return Optional.of("hybrid: int8 weights beside float activations");
        }
        return row.micro().contains(use.get().activations())
                ? Optional.empty()
                : Optional.of("no kernel for " + use.get().activations());
    }

    // The quantization of 2018, which today's kernels only convert.
    private static Optional<String> uint8Activation(OperatorSpec row, Subgraph subgraph, Operator operator) {
        boolean converts = row.operator() == BuiltinOperator.QUANTIZE || row.operator() == BuiltinOperator.DEQUANTIZE;
        boolean isUint8 = operator.hasInput(0)
                && subgraph.tensor(operator.inputs().get(0)).type() == TensorType.UINT8;
        return isUint8 && !converts ? Optional.of("no kernel for UINT8") : Optional.empty();
    }
}
