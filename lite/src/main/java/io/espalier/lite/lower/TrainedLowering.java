// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Range;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.calibrate.TrainedTensors;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.ActivationKey;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.WeightGrid;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.AveragePooling1D;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Concatenate;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.GlobalMaxPooling1D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.MaxPooling1D;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Multiply;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.ZeroPadding2D;
import io.espalier.model.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.DoubleStream;

/**
 * Hands what quantization-aware training found in a model on to the tensors that {@link ModelLowering} makes of it.
 *
 * <p>Layers that only move values or leave some out have the range of what they take in; what goes into a concatenation alone has its
 * range; softmax, sigmoid and tanh have the one that follows from what they are.
 */
public final class TrainedLowering {
    private final Model model;
    private final TrainedQuantization trained;
    private final Map<String, Range> ranges = new LinkedHashMap<>();

    private TrainedLowering(Model model, TrainedQuantization trained) {
        this.model = model;
        this.trained = trained;
    }

    /** Empty for a model that was not trained so. */
    public static Optional<TrainedTensors> lower(Model model) {
        return model.quantization().map(quantization -> new TrainedLowering(model, quantization).tensors());
    }

    private TrainedTensors tensors() {
        for (Node node : model.nodes()) {
            range(ActivationKey.beforeFunction(node.name())).ifPresent(range -> put(node, "/BiasAdd", range));
            output(node).ifPresent(range -> put(node, "", range));
            putInnerTensors(node);
        }
        // Weights have the names of their keys.
        Map<String, WeightGrid> grids = new LinkedHashMap<>();
        trained.grids().forEach((weight, grid) -> grids.put(weight.toString(), grid));
        return new TrainedTensors(new TensorRanges(ranges), grids);
    }

    private Optional<Range> range(ActivationKey activation) {
        return trained.range(activation).map(range -> new Range(range.min(), range.max()));
    }

    private void put(Node node, String part, Range range) {
        ranges.put(node.name() + part, range);
    }

    private Optional<Range> output(Node node) {
        return range(ActivationKey.output(node.name()))
                .or(() -> joined(node))
                .or(() -> moved(node))
                .or(() -> squashed(node.layer()));
    }

    private Optional<Range> joined(Node node) {
        List<Node> after = model.nodes().stream()
                .filter(other -> other.inputs().contains(node.name()))
                .toList();
        boolean isJoined = after.size() == 1 && after.get(0).layer() instanceof Concatenate;
        return isJoined ? range(ActivationKey.output(after.get(0).name())) : Optional.empty();
    }

    private Optional<Range> moved(Node node) {
        return onlyMoves(node.layer())
                ? Optional.ofNullable(ranges.get(node.inputs().get(0)))
                : Optional.empty();
    }

    private static boolean onlyMoves(Layer layer) {
        return layer instanceof Reshape
                || layer instanceof Flatten
                || layer instanceof MaxPooling1D
                || layer instanceof MaxPooling2D
                || layer instanceof GlobalMaxPooling1D
                || layer instanceof ZeroPadding2D
                || layer instanceof Dropout
                || (layer instanceof ComposedLayer composed && composed.movesValues())
                || (layer instanceof Activation activation && activation.function() == ActivationFunction.LINEAR);
    }

    private static Optional<Range> squashed(Layer layer) {
        ActivationFunction function = ActivationFunction.lastOf(layer);
        if (!function.isSquashing()) {
            return Optional.empty();
        }
        return Optional.of(new Range(function == ActivationFunction.TANH ? -1 : 0, 1));
    }

    // Of layers that become several operators.
    private void putInnerTensors(Node node) {
        Range output = ranges.get(node.name());
        if (output == null) {
            return;
        }
        if (ActivationFunction.lastOf(node.layer()) == ActivationFunction.SWISH) {
            put(node, "/logistic", new Range(0, 1));
        }
        if (node.layer() instanceof ComposedLayer layer && layer.movesValues()) {
            innerTensors(node).forEach(tensor -> ranges.put(tensor, output));
        } else if (node.layer() instanceof BatchNormalization layer) {
            put(node, "/mul", beforeShift(output, ScaleAndShift.of(model, node, layer)));
        } else if (node.layer() instanceof ReLU) {
            put(node, "/relu", output);
        } else if (node.layer() instanceof Conv1D) {
            put(node, "/Conv1D", output);
        } else if (node.layer() instanceof MaxPooling1D) {
            put(node, "/MaxPool", output);
        } else if (node.layer() instanceof AveragePooling1D) {
            put(node, "/AvgPool", output);
        } else if (node.layer() instanceof Add) {
            putPartial(node, "/sum_", (sum, added) -> new Range(sum.min() + added.min(), sum.max() + added.max()));
        } else if (node.layer() instanceof Multiply) {
            putPartial(node, "/product_", TrainedLowering::product);
        }
    }

    /** The names of what lies between the operators that a layer becomes. */
    private List<String> innerTensors(Node node) {
        List<Shape> inputs = model.inputShapes(node);
        SubgraphBuilder builder = new SubgraphBuilder();
        List<Integer> tensors = inputs.stream()
                .map(shape -> builder.activation(node.name(), shape))
                .toList();
        int result = node.layer().accept(new LayerLowering(model, node, tensors, builder));
        return builder.build(node.name(), tensors, List.of(result)).tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.FLOAT32 && !tensor.isConstant())
                .map(Tensor::name)
                .filter(name -> !name.equals(node.name()))
                .toList();
    }

    private static Range beforeShift(Range output, ScaleAndShift folded) {
        FloatBuffer shifts = folded.shift().asFloats();
        float least = shifts.get(0);
        float greatest = shifts.get(0);
        for (int channel = 1; channel < shifts.limit(); channel++) {
            least = Math.min(least, shifts.get(channel));
            greatest = Math.max(greatest, shifts.get(channel));
        }
        return new Range(output.min() - greatest, output.max() - least);
    }

    /** What lies between the first of several inputs and the last: computed from two at a time. */
    private void putPartial(Node node, String part, BinaryOperator<Range> combined) {
        Range result = ranges.get(node.inputs().get(0));
        for (int next = 1; next < node.inputs().size() - 1 && result != null; next++) {
            Range operand = ranges.get(node.inputs().get(next));
            result = operand == null ? null : combined.apply(result, operand);
            if (result != null) {
                put(node, part + next, result);
            }
        }
    }

    private static Range product(Range one, Range other) {
        double[] corners = {
            (double) one.min() * other.min(),
            (double) one.min() * other.max(),
            (double) one.max() * other.min(),
            (double) one.max() * other.max()
        };
        return new Range((float) DoubleStream.of(corners).min().orElseThrow(), (float)
                DoubleStream.of(corners).max().orElseThrow());
    }
}
