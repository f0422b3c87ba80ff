// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Deviation;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operations that make one number of several, in the form of {@link OperationCalls}, as layers. */
final class SummingOperations {
    private static final Map<String, Reduction> REDUCTIONS = OperationName.byName(OperationName.REDUCTIONS);

    private static final float LEAST_SQUARE = 1e-12f;

    private final LayerConfig config;
    private final OperationArguments arguments;

    SummingOperations(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The layer of a function; empty if it is none of these. */
    Optional<Layer> read(String function) {
        if (REDUCTIONS.containsKey(function)) {
            return Optional.of(reduce(REDUCTIONS.get(function)));
        }
        return Optional.ofNullable(
                switch (function) {
                    case "argmax", "arg_max" -> index(false);
                    case "argmin", "arg_min" -> index(true);
                    case "all", "reduce_all" -> anyOrAll(true);
                    case "any", "reduce_any" -> anyOrAll(false);
                    case "cumsum" ->
                        new CumulativeSum(
                                arguments.axis("axis", "1"),
                                arguments.flag(false, "exclusive"),
                                arguments.flag(false, "reverse"));
                    case "einsum" -> einsum();
                    case "glu" -> new Glu(axisOrLast());
                    case "l2_normalize" -> unit();
                    case "log_softmax" -> new LogSoftmax(axisOrLast());
                    case "logsumexp", "reduce_logsumexp" ->
                        new LogSumExp(arguments.axes("axis", "1"), arguments.flag(false, "keepdims", "2"));
                    case "matmul", "mat_mul", "batch_mat_mul" -> product();
                    case "norm" -> norm();
                    case "reduce_euclidean_norm" ->
                        new Norm(Order.EUCLIDEAN, arguments.axes("axis", "1"), arguments.flag(false, "keepdims", "2"));
                    case "reduce_std", "std" -> deviation(true);
                    case "reduce_variance", "var" -> deviation(false);
                    case "l2_loss" -> throw ofWholeBatch();
                    case "resize" -> resized();
                    case "resize_bicubic" -> resizedNode(Interpolation.BICUBIC);
                    case "resize_bilinear" -> resizedNode(Interpolation.BILINEAR);
                    case "resize_nearest_neighbor" -> resizedNode(Interpolation.NEAREST);
                    case "softmax" -> softmax();
                    default -> null;
                });
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>(REDUCTIONS.keySet());
        names.addAll(List.of(
                "argmax",
                "argmin",
                "cumsum",
                "einsum",
                "glu",
                "l2_normalize",
                "log_softmax",
                "matmul",
                "norm",
                "reduce_all",
                "reduce_any",
                "reduce_euclidean_norm",
                "reduce_logsumexp",
                "reduce_std",
                "reduce_variance",
                "resize",
                "softmax"));
        return names;
    }

    private Layer product() {
        // They say how matrices are stored, and change nothing.
        arguments.find("a_is_sparse");
        arguments.find("b_is_sparse");
        // Each is asked for, so that each counts as used.
        boolean transposeA = arguments.flag(false, "transpose_a", "2");
        boolean adjointA = arguments.flag(false, "adjoint_a", "adj_x");
        boolean transposeB = arguments.flag(false, "transpose_b", "3");
        boolean adjointB = arguments.flag(false, "adjoint_b", "adj_y");
        return new MatrixProduct(transposeA || adjointA, transposeB || adjointB);
    }

    /** A whole number, which is a float here, of whatever type. */
    private Layer index(boolean isSmallest) {
        arguments.find("output_type", "2");
        return new IndexOf(arguments.axis("axis", "dimension", "1"), isSmallest, arguments.flag(false, "keepdims"));
    }

    private Layer norm() {
        JsonNode order = arguments.find("ord", "1").orElse(TextNode.valueOf("euclidean"));
        List<Integer> axes = arguments.axes("axis", "2");
        boolean keep = arguments.flag(false, "keepdims", "3");
        boolean isVector = axes.size() == 1;
        return switch (order.asText()) {
            case "euclidean", "fro" -> new Norm(Order.EUCLIDEAN, axes, keep);
            case "2", "2.0" -> ofVector(order, isVector, new Norm(Order.EUCLIDEAN, axes, keep));
            case "1", "1.0" -> ofVector(order, isVector, new Norm(Order.SUM, axes, keep));
            case "Infinity", "inf" -> ofVector(order, isVector, new Norm(Order.MAXIMUM, axes, keep));
            default -> throw config.error("'ord' is " + order + "; supported: euclidean, fro, 1, 2, inf");
        };
    }

    private Norm ofVector(JsonNode order, boolean isVector, Norm norm) {
        if (!isVector) {
            throw config.error("'ord' is " + order + " for matrices; supported for them: euclidean, fro");
        }
        return norm;
    }

    private int axisOrLast() {
        return arguments.find("axis", "1").isEmpty() ? -1 : arguments.axis("axis", "1");
    }

    private Layer deviation(boolean isRoot) {
        return new Deviation(isRoot, arguments.axes("axis", "1"), arguments.flag(false, "keepdims", "2"));
    }

    private Layer resized() {
        List<Integer> size = arguments.integers("size", "1");
        if (size.size() != 2 || arguments.flag(false, "antialias") || arguments.flag(false, "preserve_aspect_ratio")) {
            throw config.error("resizes to " + size
                    + "; supported is a height and a width, without antialias and preserve_aspect_ratio");
        }
        String method = arguments
                .find("method", "interpolation", "2")
                .orElse(TextNode.valueOf("bilinear"))
                .asText();
        String order = arguments
                .find("data_format")
                .orElse(TextNode.valueOf("channels_last"))
                .asText();
        Interpolation interpolation = switch (method) {
            case "bicubic" -> Interpolation.BICUBIC;
            case "bilinear" -> Interpolation.BILINEAR;
            case "nearest" -> Interpolation.NEAREST;
            default ->
                throw config.error("resizes with the method '" + method + "'; supported: bicubic, bilinear, nearest");
        };
        if (!order.equals("channels_last")) {
            throw config.error("'data_format' is " + order + "; only channels_last is supported");
        }
        return new Resizing(new Size(size.get(0), size.get(1)), interpolation);
    }

    /** Of tf.keras 2.0 to 2.3. */
    private Layer resizedNode(Interpolation interpolation) {
        List<Integer> size = arguments.integers("1");
        if (size.size() != 2
                || !arguments.flag(false, "half_pixel_centers")
                || arguments.flag(false, "align_corners")) {
            throw config.error("resizes to " + size + "; supported is a height and a width, with half_pixel_centers and"
                    + " without align_corners, as tf.image.resize has it");
        }
        return new Resizing(new Size(size.get(0), size.get(1)), interpolation);
    }

    private ModelFormatException ofWholeBatch() {
        return config.error(
                "makes one number of a whole batch, so that one example would depend on the others that come"
                        + " with it; reduce each example by itself in Keras: tf.reduce_sum(tf.square(x), axis=[1, ...]) / 2");
    }

    private Layer unit() {
        float least = arguments.number(LEAST_SQUARE, "epsilon", "2");
        if (least != LEAST_SQUARE) {
            throw config.error("'epsilon' is " + least + "; only " + LEAST_SQUARE + " is supported");
        }
        return new UnitNormalization(arguments.axis("axis", "1"));
    }

    private Layer reduce(Reduction reduction) {
        boolean keep = arguments.flag(false, "keepdims", "2");
        if (arguments.find("axis", "1").isEmpty()) {
            throw config.error(
                    "has no 'axis', so that it makes one number of a whole batch, and one example would depend"
                            + " on the others that come with it; give all dimensions but the first in Keras: axis=[1, ...]");
        }
        return new Reduce(reduction, arguments.axes("axis", "1"), keep);
    }

    private Layer anyOrAll(boolean isAll) {
        return new AnyOrAll(isAll, arguments.axes("axis", "1"), arguments.flag(false, "keepdims", "2"));
    }

    private Layer einsum() {
        String equation = arguments.required("subscripts", "equation").asText();
        if (config.inputs().size() != 1) {
            return new Einsum(equation, Optional.empty());
        }
        JsonNode first = arguments.operand(0);
        JsonNode second = arguments.operand(1);
        int comma = equation.indexOf(',');
        if (comma < 0) {
            return new Einsum(equation, Optional.empty());
        }
        if (first.isNull()) {
            return new Einsum(equation, Optional.of(ConstantSettings.of(config, "operand", second)));
        }
        // A product is the same the other way round.
        int arrow = equation.contains("->") ? equation.indexOf("->") : equation.length();
        String swapped =
                equation.substring(comma + 1, arrow) + "," + equation.substring(0, comma) + equation.substring(arrow);
        return new Einsum(swapped, Optional.of(ConstantSettings.of(config, "operand", first)));
    }

    private Layer softmax() {
        int rank = config.inputs().get(0).rank();
        int axis = axisOrLast();
        return axis == -1 || axis == rank - 1 ? Activation.of(ActivationFunction.SOFTMAX) : new SoftmaxAlong(axis);
    }
}
