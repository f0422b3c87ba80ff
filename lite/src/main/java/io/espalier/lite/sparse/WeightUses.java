// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dense constant that is weights to everybody who uses it. */
record WeightUses(Subgraph subgraph, int tensor, List<Operator> users) {
    /** Empty for a tensor that is something else to one operator or to the caller, or must stay dense for one operator. */
    static Optional<WeightUses> of(Subgraph subgraph, int tensor) {
        Tensor weights = subgraph.tensor(tensor);
        List<Operator> users = subgraph.operators().stream()
                .filter(operator -> operator.inputs().contains(tensor))
                .toList();
        boolean dense = !weights.buffer().isEmpty()
                && weights.sparsity().isEmpty()
                && !weights.isVariable()
                && weights.shape().size() >= 2;
        boolean weightsOnly = !users.isEmpty() && users.stream().allMatch(user -> isWeightsOf(user, tensor));
        boolean inside =
                !subgraph.inputs().contains(tensor) && !subgraph.outputs().contains(tensor);
        return dense && weightsOnly && inside && users.stream().noneMatch(user -> isHybrid(subgraph, user, weights))
                ? Optional.of(new WeightUses(subgraph, tensor, users))
                : Optional.empty();
    }

    private static boolean isWeightsOf(Operator user, int tensor) {
        boolean once = user.inputs().stream().filter(input -> input == tensor).count() == 1;
        int position = switch (user.code().builtin()) {
            case CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV -> 1;
            // weights in float16 are float32 to their user
            case DEQUANTIZE -> 0;
            default -> Operator.ABSENT;
        };
        return once
                && position != Operator.ABSENT
                && user.hasInput(position)
                && user.inputs().get(position) == tensor;
    }

    // XNNPACK fails on int8 weights that are unpacked where it quantizes activations itself, and reads weights that are
    // not as if they
    // were dense, beyond their end.
    private static boolean isHybrid(Subgraph subgraph, Operator user, Tensor weights) {
        return weights.type() == TensorType.INT8
                && !user.is(BuiltinOperator.DEQUANTIZE)
                && user.inputs().stream()
                        .filter(input -> input != Operator.ABSENT)
                        .anyMatch(input -> subgraph.tensor(input).type() == TensorType.FLOAT32);
    }

    Tensor weights() {
        return subgraph.tensor(tensor);
    }

    /** Whether a kernel of every user takes the layout as it is. */
    boolean areDirect(SparseLayout layout) {
        return users.stream().allMatch(user -> isDirect(user, layout));
    }

    private boolean isDirect(Operator user, SparseLayout layout) {
        if (!user.is(BuiltinOperator.FULLY_CONNECTED)
                || !user.options()
                        .symbol("weights_format", FullyConnectedWeightsFormat.values())
                        .equals(FullyConnectedWeightsFormat.DEFAULT)) {
            return false;
        }
        TensorType input = subgraph.tensor(user.inputs().get(0)).type();
        int block = layout.blocks().isEmpty() ? 1 : layout.blocks().get(0).size();
        boolean symmetric = weights()
                .quantization()
                .zeroPoints()
                .equals(Longs.filled(weights().quantization().zeroPoints().size(), 0));
        return weights().type() == input
                && (input == TensorType.FLOAT32 ? block == 1 || block == 4 : block == 16 && symmetric);
    }

    /** The subgraph with the weights stored as they are given. */
    Subgraph store(Tensor sparse, boolean direct) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        tensors.set(tensor, sparse);
        List<Operator> operators = new ArrayList<>();
        int unpacked = tensors.size();
        if (!direct) {
            Tensor dense = weights();
            tensors.add(dense.withName(dense.name() + "/dense").withBuffer(Buffer.EMPTY));
        }
        boolean hasUnpacked = direct;
        for (Operator operator : subgraph.operators()) {
            boolean uses = users.contains(operator);
            if (uses && !hasUnpacked) {
                operators.add(Operator.of(
                        OperatorCode.of(BuiltinOperator.DENSIFY, 1),
                        Ints.of(tensor),
                        Ints.of(unpacked),
                        Options.of(OptionsTable.DENSIFY)));
                hasUnpacked = true;
            }
            Operator changed = uses && !direct ? operator.withInputs(replaced(operator.inputs(), unpacked)) : operator;
            operators.add(uses ? OperatorVersions.lowest(changed, tensors::get) : operator);
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    private Ints replaced(Ints inputs, int unpacked) {
        return Ints.of(
                inputs.stream().map(input -> input == tensor ? unpacked : input).toArray());
    }
}
