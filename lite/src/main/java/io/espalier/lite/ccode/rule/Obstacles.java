// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What no operator of C can do, whatever it computes: half floats, sparse storage, float arithmetic with integer weights. */
final class Obstacles {
    private static final Set<BuiltinOperator> WEIGHTED = EnumSet.of(
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.TRANSPOSE_CONV,
            BuiltinOperator.BATCH_MATMUL,
            BuiltinOperator.EMBEDDING_LOOKUP,
            BuiltinOperator.GATHER);

    private Obstacles() {}

    /** @throws Refusal if an operand or result is nothing for C */
    static void check(Operation operation) {
        List<Tensor> tensors = new ArrayList<>();
        operation.operator().inputs().stream()
                .filter(index -> index >= 0)
                .forEach(index -> tensors.add(operation.workspace().tensor(index)));
        operation.operator().outputs().stream()
                .forEach(index -> tensors.add(operation.workspace().tensor(index)));
        for (Tensor tensor : tensors) {
            check(tensor);
        }
        if (WEIGHTED.contains(operation.operator().code().builtin()) && isHybrid(tensors)) {
            throw new Refusal(
                    "it computes in float with integer weights",
                    "quantize with int8 --strict, or export the float model");
        }
    }

    private static void check(Tensor tensor) {
        if (tensor.type() == TensorType.FLOAT16 || tensor.type() == TensorType.BFLOAT16) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' is " + tensor.type(),
                    "export the float model, or quantize with int8 --strict");
        }
        if (tensor.sparsity().isPresent()) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' is stored as sparse",
                    "convert without sparse storage; C stores zeros in its own way");
        }
    }

    private static boolean isHybrid(List<Tensor> tensors) {
        boolean floats =
                tensors.stream().anyMatch(tensor -> tensor.type() == TensorType.FLOAT32 && !tensor.isConstant());
        boolean integers = tensors.stream()
                .anyMatch(tensor ->
                        tensor.isConstant() && (tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT4));
        return floats && integers;
    }
}
