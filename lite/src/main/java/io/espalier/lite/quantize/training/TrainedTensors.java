// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What quantization-aware training settled for the tensors of a subgraph: the ranges of activations, and the grids that weights lie on.
 *
 * @param subgraph whose tensors have names of their own
 */
public record TrainedTensors(Subgraph subgraph) {
    /** Whether the model that the graph was lowered from had such training. */
    public static boolean areIn(Graph graph) {
        return graph.main().tensors().stream()
                .anyMatch(tensor -> tensor.trained().isFound());
    }

    /** Whether a graph has them, or FAKE_QUANT operators that become them. */
    public static boolean areFoundIn(Graph graph) {
        return areIn(FakeQuantRanges.of(graph));
    }

    /** The graph without them. */
    public static Graph removedFrom(Graph graph) {
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.withTrained(TrainedValues.NONE))
                .toList();
        return areIn(graph) ? graph.withMain(graph.main().withTensors(tensors)) : graph;
    }

    /** Those of a subgraph, and those that {@linkplain RangeFlow follow} from them for other tensors. */
    public static TrainedTensors of(Subgraph subgraph) {
        return new TrainedTensors(subgraph.withTensors(RangeFlow.over(subgraph)));
    }

    /** All ranges, by the names of the tensors. */
    public TensorRanges ranges() {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (Tensor tensor : subgraph.tensors()) {
            tensor.trained().range().ifPresent(found -> ranges.put(tensor.name(), found));
        }
        return new TensorRanges(ranges);
    }

    /** Whether training rounded an operator's weights and all its inputs and outputs. */
    public boolean cover(Operator operator) {
        List<Integer> weights = OperatorTable.of(operator).weights();
        return IntStream.range(0, operator.inputs().size())
                        .filter(operator::hasInput)
                        .allMatch(position -> covers(operator.inputs().get(position), weights.contains(position)))
                && operator.outputs().stream()
                        .filter(output -> output != Operator.ABSENT)
                        .allMatch(output -> covers(output, false));
    }

    /** Whether training rounded a weight. */
    boolean hasGrid(int weight) {
        return subgraph.tensor(weight).trained().grid().isPresent();
    }

    private boolean covers(int index, boolean isWeight) {
        Tensor tensor = subgraph.tensor(index);
        if (tensor.type() != TensorType.FLOAT32 || (tensor.isConstant() && !isWeight)) {
            return true;
        }
        return tensor.isConstant()
                ? tensor.trained().grid().isPresent()
                : tensor.trained().range().isPresent();
    }
}
