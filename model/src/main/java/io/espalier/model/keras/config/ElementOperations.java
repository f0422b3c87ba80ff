// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.function.ApproximateGelu;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Logical.Connective;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Where;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operations on each element, in the form of {@link OperationCalls}, as layers. */
final class ElementOperations {
    private static final Map<String, Binary> BINARY = OperationName.byName(OperationName.BINARY);
    private static final Map<String, Unary> UNARY = OperationName.byName(OperationName.UNARY);
    private static final Map<String, Function> COMPOSED = OperationName.byName(OperationName.COMPOSED);
    private static final Map<String, Connective> CONNECTIVES = OperationName.byName(OperationName.CONNECTIVES);

    /** That numbers have behind a cast, which rounds or not. */
    private static final Set<String> FLOATS = Set.of("float32", "float16", "bfloat16");

    private static final Set<String> INTEGERS = Set.of("int32", "int64");

    private static final Map<String, ActivationFunction> ACTIVATIONS = Map.ofEntries(
            Map.entry("exp", ActivationFunction.EXPONENTIAL),
            Map.entry("hard_sigmoid", ActivationFunction.HARD_SIGMOID),
            Map.entry("hard_silu", ActivationFunction.HARD_SWISH),
            Map.entry("hard_tanh", ActivationFunction.HARD_TANH),
            Map.entry("log_sigmoid", ActivationFunction.LOG_SIGMOID),
            Map.entry("relu", ActivationFunction.RELU),
            Map.entry("relu6", ActivationFunction.RELU6),
            Map.entry("selu", ActivationFunction.SELU),
            Map.entry("sigmoid", ActivationFunction.SIGMOID),
            Map.entry("softplus", ActivationFunction.SOFTPLUS),
            Map.entry("softsign", ActivationFunction.SOFTSIGN),
            Map.entry("sparse_plus", ActivationFunction.SPARSE_PLUS),
            Map.entry("sparse_sigmoid", ActivationFunction.SPARSE_SIGMOID),
            Map.entry("tanh", ActivationFunction.TANH),
            Map.entry("tanh_shrink", ActivationFunction.TANH_SHRINK));

    private final LayerConfig config;
    private final OperationArguments arguments;

    ElementOperations(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The layer of a function; empty if it is none of these. */
    Optional<Layer> read(String function) {
        if (BINARY.containsKey(function)) {
            Binary binary = BINARY.get(function);
            return Optional.of(binary == Binary.POWER ? power() : arithmetic(binary));
        }
        if (UNARY.containsKey(function)) {
            if (function.equals("round")) {
                checkWhole();
            }
            return Optional.of(new Elementwise(UNARY.get(function)));
        }
        if (ACTIVATIONS.containsKey(function)) {
            return Optional.of(Activation.of(ACTIVATIONS.get(function)));
        }
        if (COMPOSED.containsKey(function)) {
            return Optional.of(new ComposedFunction(COMPOSED.get(function)));
        }
        if (CONNECTIVES.containsKey(function)) {
            return Optional.of(new Logical(CONNECTIVES.get(function)));
        }
        return Optional.ofNullable(
                switch (function) {
                    case "cast" -> cast();
                    case "celu" -> with(ActivationFunction.CELU, "alpha", 1);
                    case "hard_shrink" -> with(ActivationFunction.HARD_SHRINK, "threshold", 0.5f);
                    case "soft_shrink" -> with(ActivationFunction.SOFT_SHRINK, "threshold", 0.5f);
                    case "squareplus" -> with(ActivationFunction.SQUAREPLUS, "b", 4);
                    case "clip", "clip_by_value" ->
                        new Clip(
                                arguments.number(Float.NEGATIVE_INFINITY, "clip_value_min", "x_min", "1"),
                                arguments.number(Float.POSITIVE_INFINITY, "clip_value_max", "x_max", "2"));
                    case "elu" -> elu(arguments.number(1, "alpha", "1"));
                    case "floordiv", "floor_div", "floor_divide" -> new FloorDivision(arithmetic(Binary.DIVIDE), false);
                    case "floormod", "floor_mod", "mod" -> new FloorDivision(arithmetic(Binary.DIVIDE), true);
                    case "gelu" -> gelu();
                    case "identity", "stop_gradient" -> new Identity();
                    case "leaky_relu" -> new LeakyReLU(arguments.number(0.2f, "alpha", "negative_slope", "1"));
                    case "reciprocal" ->
                        Arithmetic.with(Binary.DIVIDE, Tensor.of(Shape.of(), 1)).constantFirst(true);
                    case "silu", "swish" -> swish(arguments.number(1, "beta", "1"));
                    case "squared_difference" -> new SquaredDifference(arithmetic(Binary.SUBTRACT));
                    case "ones_like", "zeros_like" -> like(function.equals("ones_like"));
                    case "threshold" ->
                        new Threshold(
                                arguments.number(0, "threshold_value", "threshold", "1"),
                                arguments.number(0, "value", "default_value", "2"));
                    case "where", "select" -> chosen();
                    default -> null;
                });
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>(BINARY.keySet());
        names.addAll(UNARY.keySet());
        names.addAll(ACTIVATIONS.keySet());
        names.addAll(COMPOSED.keySet());
        names.addAll(CONNECTIVES.keySet());
        names.addAll(List.of(
                "cast",
                "celu",
                "hard_shrink",
                "soft_shrink",
                "squareplus",
                "clip_by_value",
                "elu",
                "floordiv",
                "floormod",
                "gelu",
                "identity",
                "leaky_relu",
                "ones_like",
                "reciprocal",
                "silu",
                "squared_difference",
                "threshold",
                "where",
                "zeros_like"));
        return names;
    }

    private Arithmetic arithmetic(Binary function) {
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
        return Arithmetic.with(function, constant(constant)).constantFirst(isConstantFirst);
    }

    private Tensor constant(JsonNode constant) {
        return ConstantSettings.ofExample(config, "operand", constant);
    }

    /** Numbers are floats here, whatever they are in Keras: true is 1. */
    private Layer cast() {
        String type = arguments.required("dtype", "1").asText();
        if (FLOATS.contains(type)) {
            return new Identity();
        }
        if (INTEGERS.contains(type)) {
            return new ComposedFunction(Function.TRUNCATE);
        }
        if (type.equals("bool")) {
            return new ComposedFunction(Function.IS_NOT_ZERO);
        }
        throw config.error("casts to '" + type + "'; supported: float32, float16, bfloat16, int32, int64, bool");
    }

    private void checkWhole() {
        if (arguments.number(0, "decimals", "1") != 0) {
            throw config.error("rounds to " + arguments.required("decimals", "1") + " decimals; only 0 is supported");
        }
    }

    private Layer like(boolean isOne) {
        // Types are floats here, and the rest is about how the operation runs.
        arguments.find("dtype", "1");
        arguments.find("optimize");
        arguments.find("layout");
        return new FullLike(isOne);
    }

    private Layer chosen() {
        boolean hasThree = !arguments.operand(2).isMissingNode();
        if (!hasThree || !arguments.operand(0).isNull()) {
            throw config.error("needs a tensor that says where, and two tensors or constants to choose from");
        }
        return new Where(choice(1, List.of("x", "x1", "1")), choice(2, List.of("y", "x2", "2")));
    }

    /** Empty for a tensor. */
    private Optional<Tensor> choice(int place, List<String> names) {
        if (!names.contains(arguments.name(place))) {
            throw config.error("has '" + arguments.name(place) + "' where '" + names.get(0) + "' is expected");
        }
        return Optional.of(arguments.operand(place))
                .filter(operand -> !operand.isNull())
                .map(this::constant);
    }

    /** A function that has one parameter in Keras, and is here as that is by default. */
    private Layer with(ActivationFunction function, String parameter, float expected) {
        float value = arguments.number(expected, parameter, "1");
        if (value != expected) {
            throw config.error("'" + parameter + "' is " + value + "; only " + expected + " is supported");
        }
        return Activation.of(function);
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

    private Layer power() {
        Arithmetic power = arithmetic(Binary.POWER);
        boolean isNumber = !power.constantFirst()
                && power.constant()
                        .map(exponent -> exponent.shape().rank() == 0)
                        .orElse(false);
        float exponent = isNumber ? power.constant().get().get(0) : Float.NaN;
        if (exponent == 2) {
            return new Elementwise(Unary.SQUARE);
        }
        if (exponent == 0.5f) {
            return new Elementwise(Unary.SQRT);
        }
        return exponent == -0.5f ? new Elementwise(Unary.RSQRT) : power;
    }
}
