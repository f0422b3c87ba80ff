// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What quantization-aware training settled for the tensors of a subgraph: the ranges of activations, and the grids that weights lie on.
 *
 * @param subgraph whose tensors have names of their own
 */
record TrainedTensors(Subgraph subgraph) {
    /** Whether the model that the graph was lowered from had such training. */
    static boolean areIn(Graph graph) {
        return graph.main().tensors().stream()
                .anyMatch(tensor -> !Objects.equals(tensor.trained(), TrainedValues.NONE));
    }

    /** The graph without them. */
    static Graph removedFrom(Graph graph) {
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.withTrained(TrainedValues.NONE))
                .toList();
        return areIn(graph) ? graph.withMain(graph.main().withTensors(tensors)) : graph;
    }

    /** Those of a subgraph. Tensors that rewriting has added get the range of what reshapes and paddings move into them or out of them. */
    static TrainedTensors of(Subgraph subgraph) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> moves = new ArrayList<>(
                subgraph.operators().stream().filter(TrainedTensors::onlyMoves).toList());
        moves.forEach(
                move -> spread(tensors, move.inputs().get(0), move.outputs().get(0)));
        Collections.reverse(moves);
        moves.forEach(
                move -> spread(tensors, move.outputs().get(0), move.inputs().get(0)));
        return new TrainedTensors(subgraph.withTensors(tensors));
    }

    // Padding adds only zeros, and every range contains zero.
    private static boolean onlyMoves(Operator operator) {
        Movement movement = OperatorTable.of(operator).movement();
        return movement == Movement.RESHAPES || movement == Movement.PADS;
    }

    private static void spread(List<Tensor> tensors, int from, int to) {
        TrainedValues known = tensors.get(from).trained();
        if (known.range().isPresent() && tensors.get(to).trained().range().isEmpty()) {
            tensors.set(to, tensors.get(to).withTrained(known));
        }
    }

    /** The range of a tensor; empty where it was not quantized in training. */
    Optional<ValueRange> range(int tensor) {
        return subgraph.tensor(tensor).trained().range();
    }

    /** The grid of a weight; empty where it was not quantized in training. */
    Optional<WeightGrid> grid(int tensor) {
        return subgraph.tensor(tensor).trained().grid();
    }

    /** All ranges, by the names of the tensors. */
    TensorRanges ranges() {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (Tensor tensor : subgraph.tensors()) {
            tensor.trained().range().ifPresent(found -> ranges.put(tensor.name(), found));
        }
        return new TensorRanges(ranges);
    }
}
