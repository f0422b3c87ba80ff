// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Graph;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A dense constant that is weights to everybody who uses it.
 *
 * @param users the operators that read it, at least one
 */
record WeightUses(int subgraphNumber, Subgraph subgraph, int tensor, List<Operator> users) {
    WeightUses {
        users = List.copyOf(users);
    }

    /** Those of a subgraph, by tensor; not what is something else to one operator or to the caller, or must stay dense for one. */
    static Map<Integer, WeightUses> in(Graph graph, int subgraphNumber) {
        Subgraph subgraph = graph.subgraphs().get(subgraphNumber);
        Map<Integer, List<Operator>> users = new TreeMap<>();
        for (Operator operator : subgraph.operators()) {
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .distinct()
                    .forEach(input -> users.computeIfAbsent(input, first -> new ArrayList<>())
                            .add(operator));
        }
        subgraph.inputs().stream().forEach(users::remove);
        subgraph.outputs().stream().forEach(users::remove);
        Map<Integer, WeightUses> found = new TreeMap<>();
        users.forEach((tensor, readers) -> {
            WeightUses uses = new WeightUses(subgraphNumber, subgraph, tensor, readers);
            if (uses.canBeSparse()) {
                found.put(tensor, uses);
            }
        });
        return found;
    }

    private boolean canBeSparse() {
        Tensor weights = weights();
        return weights.shape().size() >= 2
                && Elements.areSupported(weights.type())
                && weights.sparsity().isEmpty()
                && !weights.isVariable()
                && !weights.buffer().isEmpty()
                && weights.buffer().size() == weights.type().bytes(weights.elements())
                && users.stream().allMatch(user -> isWeightsOf(user) && !isHybrid(user));
    }

    private boolean isWeightsOf(Operator user) {
        List<Integer> positions = IntStream.range(0, user.inputs().size())
                .filter(position -> user.inputs().get(position) == tensor)
                .boxed()
                .toList();
        return positions.size() == 1 && isWeight(user, positions.get(0));
    }

    private boolean isWeight(Operator user, int position) {
        return switch (user.code().builtin()) {
            case CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV -> position == 1;
            // weights in float16 are float32 to their user
            case DEQUANTIZE -> position == 0;
            // kernels of the others may look at integer weights before anything is unpacked
            default ->
                weights().type() == TensorType.FLOAT32
                        && OperatorTable.of(user).storedWeights().stream()
                                .anyMatch(weight -> weight.position() == position);
        };
    }

    // XNNPACK of TFLite 2.20 takes int8 weights beside float activations only where they are dense
    private boolean isHybrid(Operator user) {
        return weights().type() == TensorType.INT8
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
}
