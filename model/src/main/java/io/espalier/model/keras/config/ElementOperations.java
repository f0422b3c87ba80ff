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
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operations on each element, in the form of {@link OperationCalls}, as layers. */
final class ElementOperations {
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

    private final LayerConfig config;
    private final OperationArguments arguments;

    ElementOperations(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The layer of a function; empty if it is none of these. */
    Optional<Layer> read(String function) {
        if (BINARY.containsKey(function)) {
            return Optional.of(arithmetic(BINARY.get(function)));
        }
        if (UNARY.containsKey(function)) {
            return Optional.of(new Elementwise(UNARY.get(function)));
        }
        if (ACTIVATIONS.containsKey(function)) {
            return Optional.of(Activation.of(ACTIVATIONS.get(function)));
        }
        return Optional.ofNullable(
                switch (function) {
                    case "cast" -> cast();
                    case "clip", "clip_by_value" ->
                        new Clip(
                                arguments.number(Float.NEGATIVE_INFINITY, "clip_value_min", "x_min", "1"),
                                arguments.number(Float.POSITIVE_INFINITY, "clip_value_max", "x_max", "2"));
                    case "elu" -> elu(arguments.number(1, "alpha", "1"));
                    case "gelu" -> gelu();
                    case "identity", "stop_gradient" -> new Identity();
                    case "leaky_relu" -> new LeakyReLU(arguments.number(0.2f, "alpha", "negative_slope", "1"));
                    case "pow", "power" -> power();
                    case "reciprocal" ->
                        Arithmetic.with(Binary.DIVIDE, Tensor.of(Shape.of(), 1)).constantFirst(true);
                    case "silu", "swish" -> swish(arguments.number(1, "beta", "1"));
                    case "squared_difference" -> new SquaredDifference(arithmetic(Binary.SUBTRACT));
                    default -> null;
                });
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>(BINARY.keySet());
        names.addAll(UNARY.keySet());
        names.addAll(ACTIVATIONS.keySet());
        names.addAll(List.of(
                "cast",
                "clip_by_value",
                "elu",
                "gelu",
                "identity",
                "leaky_relu",
                "pow",
                "reciprocal",
                "silu",
                "squared_difference"));
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
}
