// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.StoredWeight;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The forms of the operators of one subgraph. */
public final class OperatorForms {
    private final Subgraph subgraph;
    /** The type in which a float tensor stands in the file, where it is a constant behind a DEQUANTIZE. */
    private final Map<Integer, TensorType> stored = new HashMap<>();

    public OperatorForms(Subgraph subgraph) {
        this.subgraph = subgraph;
        for (Operator operator : subgraph.operators()) {
            if (operator.is(BuiltinOperator.DEQUANTIZE) && operator.hasInput(0)) {
                Tensor constant = subgraph.tensor(operator.inputs().get(0));
                if (constant.isConstant()) {
                    stored.put(operator.outputs().get(0), constant.type());
                }
            }
        }
    }

    /** Of an operator of the subgraph. A DEQUANTIZE of a constant has that of the operator behind it, others that of their integers. */
    public KernelForm of(Operator operator) {
        if (operator.is(BuiltinOperator.DEQUANTIZE)
                && stored.containsKey(operator.outputs().get(0))) {
            return KernelForm.stored(stored.get(operator.outputs().get(0)));
        }
        OperatorSpec row = OperatorTable.of(operator);
        Set<TensorType> weights = EnumSet.noneOf(TensorType.class);
        Set<TensorType> activations = EnumSet.noneOf(TensorType.class);
        IntStream.range(0, operator.inputs().size()).filter(operator::hasInput).forEach(position -> {
            Tensor input = subgraph.tensor(operator.inputs().get(position));
            if (input.isVariable()) {
                return; // a state may be of a type of its own
            }
            boolean isWeight = isWeight(row, position) && input.isConstant();
            (isWeight ? weights : activations).add(input.type());
        });
        operator.outputs().stream()
                .filter(tensor -> tensor != Operator.ABSENT)
                .forEach(tensor -> activations.add(subgraph.tensor(tensor).type()));
        if (activations.contains(TensorType.INT16)) {
            return KernelForm.INT16;
        }
        if (activations.contains(TensorType.INT8)) {
            return weights.contains(TensorType.INT4) ? KernelForm.INT8_INT4 : KernelForm.INT8;
        }
        if (!activations.contains(TensorType.FLOAT32)) {
            return KernelForm.OTHER;
        }
        if (weights.contains(TensorType.INT8) || weights.contains(TensorType.INT4)) {
            return weights.contains(TensorType.INT4) ? KernelForm.HYBRID_INT4 : KernelForm.HYBRID;
        }
        return operator.inputs().stream()
                .boxed()
                .flatMap(tensor -> Optional.ofNullable(stored.get(tensor)).stream())
                .map(KernelForm::stored)
                .findFirst()
                .orElse(KernelForm.FLOAT);
    }

    private static boolean isWeight(OperatorSpec row, int position) {
        return row.weights().contains(position)
                || row.storedWeights().stream().mapToInt(StoredWeight::position).anyMatch(at -> at == position);
    }
}
