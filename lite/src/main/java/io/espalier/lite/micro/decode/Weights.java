// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The weights of a subgraph: constants that convolutions and fully connected operators read in the place of their weights. */
final class Weights {
    private static final int PLACE = 1;

    private Weights() {}

    /** By the index of the tensor, the indices of the operators that read it. */
    static Map<Integer, List<Integer>> in(Subgraph subgraph) {
        Map<Integer, List<Integer>> readers = new TreeMap<>();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            if (hasWeights(operator) && operator.hasInput(PLACE)) {
                int tensor = operator.inputs().get(PLACE);
                Tensor weights = subgraph.tensor(tensor);
                if (!weights.buffer().isEmpty() && !weights.isVariable()) {
                    readers.computeIfAbsent(tensor, first -> new ArrayList<>()).add(index);
                }
            }
        }
        return readers;
    }

    private static boolean hasWeights(Operator operator) {
        return switch (operator.code().builtin()) {
            case CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV -> true;
            default -> false;
        };
    }

    /** Why a tensor must stay as it is, whatever its values; empty if it need not. */
    static String obstacle(Subgraph subgraph, int tensor) {
        Tensor weights = subgraph.tensor(tensor);
        if (!Elements.areDecoded(weights.type())) {
            return weights.type() + " is not decoded";
        }
        if (weights.sparsity().isPresent()
                || weights.buffer().size() != weights.type().bytes(weights.elements())) {
            return "they are not stored element by element";
        }
        if (subgraph.inputs().contains(tensor) || subgraph.outputs().contains(tensor)) {
            return "the caller reads them";
        }
        for (Operator operator : subgraph.operators()) {
            for (int place = 0; place < operator.inputs().size(); place++) {
                boolean isWeights = place == PLACE && hasWeights(operator);
                if (operator.inputs().get(place) == tensor && !isWeights) {
                    return operator.code().name() + " reads them too";
                }
            }
        }
        return Channels.of(weights).isEmpty() ? "their scales are along an inner dimension" : "";
    }
}
