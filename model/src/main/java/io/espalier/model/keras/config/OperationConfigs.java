// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.function.ApproximateGelu;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Operations on tensors, in the form of {@link OperationCalls}, as layers. */
final class OperationConfigs {
    private static final Map<String, Binary> BINARY = Map.of(
            "add", Binary.ADD,
            "subtract", Binary.SUBTRACT,
            "sub", Binary.SUBTRACT,
            "multiply", Binary.MULTIPLY,
            "mul", Binary.MULTIPLY,
            "divide", Binary.DIVIDE,
            "truediv", Binary.DIVIDE,
            "true_divide", Binary.DIVIDE,
            "maximum", Binary.MAXIMUM,
            "minimum", Binary.MINIMUM);

    private static final Map<String, Unary> UNARY = Map.of(
            "abs", Unary.ABS,
            "absolute", Unary.ABS,
            "log", Unary.LOG,
            "negative", Unary.NEGATE,
            "neg", Unary.NEGATE,
            "rsqrt", Unary.RSQRT,
            "sqrt", Unary.SQRT,
            "square", Unary.SQUARE);

    private static final Map<String, ActivationFunction> ACTIVATIONS = Map.ofEntries(
            Map.entry("exp", ActivationFunction.EXPONENTIAL),
            Map.entry("hard_sigmoid", ActivationFunction.HARD_SIGMOID),
            Map.entry("hard_silu", ActivationFunction.HARD_SWISH),
            Map.entry("relu", ActivationFunction.RELU),
            Map.entry("relu6", ActivationFunction.RELU6),
            Map.entry("selu", ActivationFunction.SELU),
            Map.entry("sigmoid", ActivationFunction.SIGMOID),
            Map.entry("softplus", ActivationFunction.SOFTPLUS),
            Map.entry("softsign", ActivationFunction.SOFTSIGN),
            Map.entry("tanh", ActivationFunction.TANH));

    private static final Map<String, Reduction> REDUCTIONS = Map.of(
            "max", Reduction.MAXIMUM,
            "mean", Reduction.MEAN,
            "min", Reduction.MINIMUM,
            "sum", Reduction.SUM,
            "reduce_max", Reduction.MAXIMUM,
            "reduce_mean", Reduction.MEAN,
            "reduce_min", Reduction.MINIMUM,
            "reduce_sum", Reduction.SUM);

    private static final float LEAST_SQUARE = 1e-12f;

    private final LayerConfig config;
    private final OperationArguments arguments;

    private OperationConfigs(LayerConfig config) {
        this.config = config;
        this.arguments = new OperationArguments(config);
    }

    /** @throws ModelFormatException if the operation is none of ours, or has an argument that ours cannot have */
    static Layer read(LayerConfig config) {
        String whole = config.text("function");
        OperationConfigs operation = new OperationConfigs(config);
        Layer layer = operation.layer(whole.substring(whole.lastIndexOf('.') + 1));
        operation.arguments.onlyRead(whole);
        return layer;
    }

    private Layer layer(String function) {
        if (BINARY.containsKey(function)) {
            return arithmetic(BINARY.get(function));
        }
        if (UNARY.containsKey(function)) {
            return new Elementwise(UNARY.get(function));
        }
        if (ACTIVATIONS.containsKey(function)) {
            return Activation.of(ACTIVATIONS.get(function));
        }
        if (REDUCTIONS.containsKey(function)) {
            return reduce(REDUCTIONS.get(function));
        }
        return switch (function) {
            case "cast" -> cast();
            case "clip", "clip_by_value" ->
                new Clip(
                        arguments.number(Float.NEGATIVE_INFINITY, "clip_value_min", "x_min", "1"),
                        arguments.number(Float.POSITIVE_INFINITY, "clip_value_max", "x_max", "2"));
            case "concat", "concatenate" -> concatenated();
            case "elu" -> elu(arguments.number(1, "alpha", "1"));
            case "expand_dims" -> expanded();
            case "getitem", "get_item" -> sliced();
            case "gelu" -> gelu();
            case "l2_normalize" -> unit();
            case "pow", "power" -> power();
            case "identity", "stop_gradient" -> new Identity();
            case "permute_dims", "transpose" -> transposed();
            case "leaky_relu" -> new LeakyReLU(arguments.number(0.2f, "alpha", "negative_slope", "1"));
            case "reshape" -> reshaped();
            case "silu", "swish" -> swish(arguments.number(1, "beta", "1"));
            case "softmax" -> softmax();
            case "squeeze" -> squeezed();
            default -> throw unsupported(function);
        };
    }

    private ModelFormatException unsupported(String function) {
        TreeSet<String> supported = new TreeSet<>(BINARY.keySet());
        supported.addAll(UNARY.keySet());
        supported.addAll(ACTIVATIONS.keySet());
        supported.addAll(REDUCTIONS.keySet());
        supported.addAll(List.of(
                "cast",
                "clip_by_value",
                "concat",
                "elu",
                "expand_dims",
                "gelu",
                "getitem",
                "identity",
                "l2_normalize",
                "leaky_relu",
                "pow",
                "reshape",
                "silu",
                "softmax",
                "squeeze",
                "transpose"));
        return config.error("the operation '" + function + "' is not supported; supported: " + supported);
    }

    private Layer arithmetic(Binary function) {
        if (config.inputs().size() == 2) {
            return Arithmetic.of(function);
        }
        JsonNode first = arguments.operand(0);
        JsonNode second = arguments.operand(1);
        boolean isConstantFirst = !first.isNull();
        JsonNode constant = isConstantFirst ? first : second;
        if (second.isMissingNode() || constant.isNull() || (isConstantFirst && !second.isNull())) {
            throw config.error(
                    "needs two operands, a tensor and a tensor or constant, but has " + first + " and " + second);
        }
        Tensor value = ConstantSettings.of(config, "operand", constant);
        return Arithmetic.with(function, value).constantFirst(isConstantFirst);
    }

    /** Numbers are floats here, whatever they are in Keras. */
    private Layer cast() {
        JsonNode type = arguments.required("dtype", "1");
        if (!type.asText().equals("float32") && !type.asText().equals("float16")) {
            throw config.error("casts to " + type + "; only float32 is supported");
        }
        return new Identity();
    }

    private static Layer elu(float alpha) {
        return alpha == 1 ? Activation.of(ActivationFunction.ELU) : new ELU(alpha);
    }

    private static Layer swish(float beta) {
        return beta == 1 ? Activation.of(ActivationFunction.SWISH) : new ScaledSwish(beta);
    }

    /** Keras 3 approximates where it is not told; TensorFlow does not. */
    private Layer gelu() {
        boolean isKeras3 = !config.text("function").contains(".");
        boolean isApproximate = arguments.flag(isKeras3, "approximate", "1");
        return isApproximate ? new ApproximateGelu() : Activation.of(ActivationFunction.GELU);
    }

    private Layer unit() {
        float least = arguments.number(LEAST_SQUARE, "epsilon", "2");
        if (least != LEAST_SQUARE) {
            throw config.error("'epsilon' is " + least + "; only " + LEAST_SQUARE + " is supported");
        }
        return new UnitNormalization(arguments.axis("axis", "1"));
    }

    private Layer power() {
        float exponent = arguments.number(Float.NaN, "y", "x2", "1");
        if (exponent == 2) {
            return new Elementwise(Unary.SQUARE);
        }
        if (exponent == 0.5f) {
            return new Elementwise(Unary.SQRT);
        }
        if (exponent == -0.5f) {
            return new Elementwise(Unary.RSQRT);
        }
        throw config.error("the exponent of the operation 'pow' is " + exponent + "; supported: 2, 0.5, -0.5");
    }

    private Layer transposed() {
        if (arguments.flag(false, "conjugate")) {
            throw config.error("'conjugate' is true; only real numbers are supported");
        }
        return new Permute(arguments.order("perm", "axes", "1"));
    }

    private Layer reduce(Reduction reduction) {
        boolean keep = arguments.flag(false, "keepdims", "2");
        return new Reduce(reduction, arguments.axes("axis", "1"), keep);
    }

    private Layer concatenated() {
        int axis = arguments.find("axis", "1").isEmpty() ? -1 : arguments.axis("axis", "1");
        int last = config.inputs().get(0).rank() - 1;
        return axis == -1 || axis == last ? new Concatenate() : new ConcatenateAlong(axis);
    }

    private Layer softmax() {
        int rank = config.inputs().get(0).rank();
        int axis = arguments.find("axis", "1").isEmpty() ? -1 : arguments.axis("axis", "1");
        return axis == -1 || axis == rank - 1 ? Activation.of(ActivationFunction.SOFTMAX) : new SoftmaxAlong(axis);
    }

    private Layer reshaped() {
        List<Integer> shape = arguments.integers("shape", "newshape", "1");
        if (shape.size() < 2 || shape.get(0) != -1) {
            throw config.error("reshapes to " + shape + "; the first dimension must be -1, for the batch");
        }
        return new Reshape(shape.subList(1, shape.size()));
    }

    private Layer expanded() {
        Shape input = config.inputs().get(0);
        int axis = arguments.axis("axis", "1");
        List<Integer> dimensions = new ArrayList<>(input.dimensions());
        dimensions.add(axis < 0 ? input.rank() + 1 + axis : axis, 1);
        return new Reshape(dimensions);
    }

    private Layer squeezed() {
        Shape input = config.inputs().get(0);
        List<Integer> places = arguments.axes("axis", "1").stream()
                .map(axis -> axis < 0 ? input.rank() + axis : axis)
                .toList();
        return new Reshape(IntStream.range(0, input.rank())
                .filter(axis -> !places.contains(axis))
                .mapToObj(input::dimension)
                .toList());
    }

    private Layer sliced() {
        JsonNode spec = arguments.required("slice_spec", "key", "1");
        JsonNode items = spec.has("items") ? spec.get("items") : spec;
        List<Slice.Part> parts = new ArrayList<>();
        for (JsonNode item : items.isArray() ? items : List.of(items)) {
            parts.add(part(item));
        }
        if (parts.isEmpty() || !parts.get(0).equals(Slice.Part.WHOLE)) {
            throw config.error("slices the batch dimension, " + spec + "; the first dimension must stay whole");
        }
        return new Slice(parts.subList(1, parts.size()));
    }

    private Slice.Part part(JsonNode item) {
        if (item.isInt()) {
            return Slice.Part.only(item.intValue());
        }
        // Keras 3 has the three in the config of an object of class slice.
        JsonNode slice = item.has("config") ? item.get("config") : item;
        boolean isSlice = slice.isObject() && (slice.has("start") || slice.has("stop"));
        if (!isSlice || (slice.hasNonNull("step") && slice.get("step").intValue() != 1)) {
            throw config.error("has the slice " + item + "; expected a number or a slice with step 1");
        }
        return new Slice.Part(end(slice.path("start")), end(slice.path("stop")), false);
    }

    private static OptionalInt end(JsonNode value) {
        return value.isInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }
}
