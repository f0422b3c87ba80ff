// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.model.WeightGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What quantization-aware training found, by the names of a graph's tensors: the ranges of activations, and the grids that weights lie on.
 * What is not named was not quantized in training.
 */
public record TrainedTensors(TensorRanges ranges, Map<String, WeightGrid> grids) {
    public TrainedTensors {
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
    }

    /**
     * The same, which also knows the ranges of tensors whose values are only moved out of, or into, one that has a range: those that reshapes
     * and paddings of a graph lie between.
     */
    public TrainedTensors alongMoves(Subgraph subgraph) {
        TensorRanges known = ranges;
        for (Operator operator : subgraph.operators()) {
            if (onlyMoves(operator)) {
                known = known(
                        known,
                        subgraph,
                        operator.inputs().get(0),
                        operator.outputs().get(0));
            }
        }
        List<Operator> backwards = new ArrayList<>(subgraph.operators());
        Collections.reverse(backwards);
        for (Operator operator : backwards) {
            if (onlyMoves(operator)) {
                known = known(
                        known,
                        subgraph,
                        operator.outputs().get(0),
                        operator.inputs().get(0));
            }
        }
        return new TrainedTensors(known, grids);
    }

    // A range holds zero, which is all that padding adds.
    private static boolean onlyMoves(Operator operator) {
        Movement movement = OperatorTable.of(operator).movement();
        return movement == Movement.RESHAPES || movement == Movement.PADS;
    }

    private static TensorRanges known(TensorRanges ranges, Subgraph subgraph, int from, int to) {
        String target = subgraph.tensor(to).name();
        return ranges.of(target).isPresent()
                ? ranges
                : ranges.of(subgraph.tensor(from).name())
                        .map(range -> ranges.with(target, range))
                        .orElse(ranges);
    }
}
