// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.DoubleStream;

/**
 * What quantization-aware training settled for the tensors that one layer becomes. Everything is empty for a model without such training.
 *
 * @param beforeFunction the range of the input of the layer's activation function
 * @param output the range of the layer's output. A layer that only moves values has the range of its input; one whose output goes only into
 *     a concatenation has the range of that; softmax, sigmoid and tanh have the range of the function
 */
record LayerRanges(
        Node node,
        Optional<TrainedQuantization> trained,
        Optional<ValueRange> beforeFunction,
        Optional<ValueRange> output) {
    private static final ValueRange SHARES = new ValueRange(0, 1);
    private static final ValueRange TANH = new ValueRange(-1, 1);

    /** @param first the range of the layer's first input */
    static LayerRanges of(Model model, Node node, Optional<ValueRange> first) {
        if (model.quantization().isEmpty()) {
            return new LayerRanges(node, Optional.empty(), Optional.empty(), Optional.empty());
        }
        TrainedQuantization trained = model.quantization().get();
        Layer layer = node.layer();
        Optional<ValueRange> output = trained.range(ActivationKey.output(node.name()))
                .or(() -> concatenation(model, node).flatMap(joined -> trained.range(ActivationKey.output(joined))))
                .or(() -> layer.movesValues() ? first : ofFunction(layer.lastFunction()));
        return new LayerRanges(
                node, Optional.of(trained), trained.range(ActivationKey.beforeFunction(node.name())), output);
    }

    /** The name of the concatenation, if it is the only user of the layer's output. */
    private static Optional<String> concatenation(Model model, Node node) {
        List<Node> after = model.nodes().stream()
                .filter(other -> other.inputs().contains(node.name()))
                .toList();
        return after.size() == 1 && after.get(0).layer() instanceof Concatenate
                ? Optional.of(after.get(0).name())
                : Optional.empty();
    }

    private static Optional<ValueRange> ofFunction(ActivationFunction function) {
        if (!function.isSquashing()) {
            return Optional.empty();
        }
        return Optional.of(function == ActivationFunction.TANH ? TANH : SHARES);
    }

    /** The grid of a weight. */
    Optional<WeightGrid> grid(String weight) {
        return trained.map(found -> found.grids().get(node.weightKey(weight)));
    }

    /**
     * The range of the output of one of the layer's operators, before the last.
     *
     * @param operands the ranges of what the operator takes
     */
    Optional<ValueRange> inner(BuiltinOperator operator, List<Optional<ValueRange>> operands) {
        if (output.isEmpty() || node.layer().movesValues() || node.layer() instanceof ReLU) {
            return output;
        }
        return switch (operator) {
            case ADD -> both(operands, LayerRanges::sum);
            case AVERAGE_POOL_2D -> output;
            case LOGISTIC -> Optional.of(SHARES);
            case MUL -> both(operands, LayerRanges::product);
            case RESHAPE -> operands.get(0);
            default -> Optional.empty();
        };
    }

    /** The range of the result of an operation inside the layer; empty where training did not round it. */
    Optional<ValueRange> operation(int number) {
        return trained.flatMap(found -> found.range(ActivationKey.operation(node.name(), number)));
    }

    /** The range of a batch normalization's output before its shift is added. */
    Optional<ValueRange> beforeShift(FloatBuffer shifts) {
        return output.map(range -> {
            float least = shifts.get(0);
            float greatest = shifts.get(0);
            for (int channel = 1; channel < shifts.limit(); channel++) {
                least = Math.min(least, shifts.get(channel));
                greatest = Math.max(greatest, shifts.get(channel));
            }
            return new ValueRange(range.min() - greatest, range.max() - least);
        });
    }

    private static Optional<ValueRange> both(List<Optional<ValueRange>> operands, BinaryOperator<ValueRange> combined) {
        return operands.get(0).flatMap(one -> operands.get(1).map(other -> combined.apply(one, other)));
    }

    private static ValueRange sum(ValueRange one, ValueRange other) {
        return new ValueRange(one.min() + other.min(), one.max() + other.max());
    }

    private static ValueRange product(ValueRange one, ValueRange other) {
        double[] corners = {
            (double) one.min() * other.min(),
            (double) one.min() * other.max(),
            (double) one.max() * other.min(),
            (double) one.max() * other.max()
        };
        return new ValueRange((float) DoubleStream.of(corners).min().orElseThrow(), (float)
                DoubleStream.of(corners).max().orElseThrow());
    }
}
