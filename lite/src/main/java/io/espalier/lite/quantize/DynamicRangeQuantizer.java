// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.MinimumRuntime;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Stores the weights of convolutions and fully connected operators in int8, a quarter of the bytes. Activations stay float in the
 * graph; kernels quantize them on the fly, by the range that they have at that moment, hence the name.
 *
 * <p>Weights of fewer than {@value #LEAST_ELEMENTS} elements stay as they are: they would save little and cost accuracy. So does
 * everything that is not a dense float32 constant.
 */
public final class DynamicRangeQuantizer {
    /** Smaller weights stay float, as in TensorFlow's converter. */
    public static final int LEAST_ELEMENTS = 1024;

    private DynamicRangeQuantizer() {}

    /**
     * The graph with weights in int8; tensors and operators keep their order.
     *
     * @throws QuantizationException if weights hold an infinity or a NaN
     */
    public static Graph quantize(Graph graph) {
        List<Subgraph> subgraphs =
                graph.subgraphs().stream().map(DynamicRangeQuantizer::quantize).toList();
        return MinimumRuntime.stamp(OperatorVersions.unify(graph.withSubgraphs(subgraphs)));
    }

    private static Subgraph quantize(Subgraph subgraph) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        // Weights that several operators use are quantized once; where some need another axis, they get a tensor of
        // their own.
        Map<Use, Integer> quantized = new HashMap<>();
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            Optional<Use> use = quantizableUse(subgraph, operator);
            operators.add(use.map(weights -> {
                        int tensor = quantized.computeIfAbsent(weights, first -> store(subgraph, first, tensors));
                        return hybrid(operator, weights.position(), tensor, tensors::get);
                    })
                    .orElse(operator));
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    /** Weights as one kind of operator wants them. */
    private record Use(int tensor, int position, int axis) {}

    /** Which operand, and along which axis it has channels. */
    private record ChannelWeights(int position, int axis) {}

    // Weights with one scale for all, those of recurrent operators, are left as they are.
    private static Optional<ChannelWeights> weightsPerChannel(OperatorSpec row) {
        return row.weights().stream()
                .flatMap(position -> row.input(position).stream()
                        .map(Operand.Weight.class::cast)
                        .flatMap(weight -> weight.channelAxis().stream().boxed())
                        .map(axis -> new ChannelWeights(position, axis)))
                .findFirst();
    }

    private static Optional<Use> quantizableUse(Subgraph subgraph, Operator operator) {
        return OperatorTable.of(operator.code().builtin())
                .filter(row -> row.hybrid().isPresent())
                .flatMap(DynamicRangeQuantizer::weightsPerChannel)
                .filter(weights -> operator.hasInput(weights.position()))
                .map(weights -> new Use(operator.inputs().get(weights.position()), weights.position(), weights.axis()))
                .filter(use -> isQuantizable(subgraph.tensor(use.tensor())))
                .filter(use -> subgraph.tensor(operator.inputs().get(0)).type() == TensorType.FLOAT32);
    }

    private static boolean isQuantizable(Tensor weights) {
        return weights.type() == TensorType.FLOAT32
                && !weights.buffer().isEmpty()
                && weights.sparsity().isEmpty()
                && weights.elements() >= LEAST_ELEMENTS;
    }

    private static int store(Subgraph subgraph, Use use, List<Tensor> tensors) {
        Tensor weights = SymmetricWeights.quantize(subgraph.tensor(use.tensor()), use.axis());
        boolean everyUseIsTheSame = subgraph.operators().stream()
                .filter(operator -> operator.inputs().contains(use.tensor()))
                .allMatch(operator ->
                        quantizableUse(subgraph, operator).filter(use::equals).isPresent());
        if (everyUseIsTheSame && !subgraph.outputs().contains(use.tensor())) {
            tensors.set(use.tensor(), weights);
            return use.tensor();
        }
        tensors.add(weights.withName(weights.name() + "/int8"));
        return tensors.size() - 1;
    }

    private static Operator hybrid(Operator operator, int position, int weights, IntFunction<Tensor> tensors) {
        Operator changed = operator.withInputs(operator.inputs().with(position, weights));
        if (operator.is(BuiltinOperator.FULLY_CONNECTED)) {
            changed = changed.withOptions(changed.options().with("asymmetric_quantize_inputs", true));
        }
        return OperatorVersions.lowest(changed, tensors);
    }
}
