// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds layers that follow each other such that a scale of a channel passes from one to the other: nothing else sees what is between
 * them, and whatever is there does the same to a channel at any positive scale.
 */
final class LayerPairs {
    /** Two layers, the outputs of the first being the inputs of the second, channel by channel. */
    record Pair(WeightedLayer first, WeightedLayer second) {}

    private static final int NOT_ONE = -1;

    private final Subgraph subgraph;

    /** For each tensor the operator that uses it, where one does and only once. */
    private final Map<Integer, Integer> users = new HashMap<>();

    private LayerPairs(Subgraph subgraph) {
        this.subgraph = subgraph;
        List<Operator> operators = subgraph.operators();
        for (int index = 0; index < operators.size(); index++) {
            int user = index;
            operators.get(index).inputs().stream()
                    .forEach(tensor -> users.merge(tensor, user, (one, another) -> NOT_ONE));
        }
        subgraph.outputs().stream().forEach(output -> users.put(output, NOT_ONE));
    }

    /** All pairs, in the order of their first layers. */
    static List<Pair> of(Subgraph subgraph) {
        LayerPairs pairs = new LayerPairs(subgraph);
        List<Pair> found = new ArrayList<>();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            pairs.layer(index)
                    .flatMap(first -> pairs.following(first).map(second -> new Pair(first, second)))
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    // Weights that another operator uses as well cannot be scaled for one of them.
    private Optional<WeightedLayer> layer(int index) {
        return WeightedLayer.of(subgraph, index)
                .filter(layer -> user(subgraph.operators().get(index).inputs().get(WeightedLayer.WEIGHTS)) == index);
    }

    private int user(int tensor) {
        return users.getOrDefault(tensor, NOT_ONE);
    }

    private Optional<WeightedLayer> following(WeightedLayer first) {
        Operator operator = subgraph.operators().get(first.operator());
        boolean passes = hasHomogeneousActivation(operator);
        while (passes) {
            int tensor = operator.outputs().get(0);
            int user = user(tensor);
            Ints shape = subgraph.tensor(tensor).dynamicShape();
            if (user == NOT_ONE || shape.isEmpty() || shape.get(shape.size() - 1) != first.outputs()) {
                return Optional.empty();
            }
            Operator next = subgraph.operators().get(user);
            if (next.inputs().get(0) != tensor) {
                return Optional.empty();
            }
            Optional<WeightedLayer> second = layer(user).filter(layer -> layer.inputs() == first.outputs());
            if (second.isPresent()) {
                return second;
            }
            operator = next;
            passes = passesScales(operator);
        }
        return Optional.empty();
    }

    private boolean passesScales(Operator operator) {
        return switch (operator.code().builtin()) {
            case RELU, LEAKY_RELU, PRELU, RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR -> true;
            case MAX_POOL_2D, AVERAGE_POOL_2D -> hasHomogeneousActivation(operator);
            case PAD -> leavesChannelsAlone(operator);
            case MEAN -> keepsChannels(operator);
            default -> false;
        };
    }

    // Others clamp at values of their own, which a scale would move.
    private static boolean hasHomogeneousActivation(Operator operator) {
        ActivationFunction activation = FusedActivation.of(operator);
        return activation == ActivationFunction.NONE || activation == ActivationFunction.RELU;
    }

    // The zeros that PAD adds stay zeros at any scale; channels that it adds would move others.
    private boolean leavesChannelsAlone(Operator pad) {
        Tensor rows = subgraph.tensor(pad.inputs().get(1));
        if (rows.buffer().isEmpty() || rows.type() != TensorType.INT32) {
            return false;
        }
        int last = Math.toIntExact(rows.elements());
        return last >= 2
                && rows.buffer().asInts().get(last - 1) == 0
                && rows.buffer().asInts().get(last - 2) == 0;
    }

    private boolean keepsChannels(Operator mean) {
        Tensor axes = subgraph.tensor(mean.inputs().get(1));
        int rank = subgraph.tensor(mean.inputs().get(0)).shape().size();
        if (axes.buffer().isEmpty() || axes.type() != TensorType.INT32) {
            return false;
        }
        for (int i = 0; i < axes.elements(); i++) {
            int axis = axes.buffer().asInts().get(i);
            if (axis == -1 || axis == rank - 1) {
                return false;
            }
        }
        return true;
    }
}
