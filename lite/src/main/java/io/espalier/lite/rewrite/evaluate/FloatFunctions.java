// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.ActivationFunction;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Map;
import java.util.Optional;

/** Operators on float32 numbers, one by one. Not those that kernels approximate, each in its way: TANH, LOGISTIC and the like. */
final class FloatFunctions {
    static final Map<BuiltinOperator, Evaluator> EVALUATORS = Map.ofEntries(
            unary(BuiltinOperator.ABS, Math::abs),
            unary(BuiltinOperator.NEG, x -> -x),
            unary(BuiltinOperator.SQUARE, x -> x * x),
            unary(BuiltinOperator.SQRT, x -> (float) Math.sqrt(x)),
            unary(BuiltinOperator.RSQRT, x -> 1 / (float) Math.sqrt(x)),
            unary(BuiltinOperator.EXP, x -> (float) Math.exp(x)),
            unary(BuiltinOperator.LOG, x -> (float) Math.log(x)),
            unary(BuiltinOperator.SIN, x -> (float) Math.sin(x)),
            unary(BuiltinOperator.COS, x -> (float) Math.cos(x)),
            unary(BuiltinOperator.FLOOR, x -> (float) Math.floor(x)),
            unary(BuiltinOperator.CEIL, x -> (float) Math.ceil(x)),
            unary(BuiltinOperator.ROUND, x -> (float) Math.rint(x)),
            unary(BuiltinOperator.RELU, x -> Math.max(0, x)),
            unary(BuiltinOperator.RELU6, x -> Math.min(6, Math.max(0, x))),
            binary(BuiltinOperator.ADD, Float::sum),
            binary(BuiltinOperator.SUB, (x, y) -> x - y),
            binary(BuiltinOperator.MUL, (x, y) -> x * y),
            binary(BuiltinOperator.DIV, (x, y) -> x / y),
            binary(BuiltinOperator.MAXIMUM, Math::max),
            binary(BuiltinOperator.MINIMUM, Math::min),
            binary(BuiltinOperator.SQUARED_DIFFERENCE, (x, y) -> (x - y) * (x - y)),
            binary(BuiltinOperator.POW, (x, y) -> (float) Math.pow(x, y)));

    private FloatFunctions() {}

    private static Map.Entry<BuiltinOperator, Evaluator> unary(BuiltinOperator kind, FloatArithmetic.Unary function) {
        return Map.entry(
                kind,
                Evaluator.ofOne(invocation -> areFloats(invocation)
                        ? FloatArithmetic.map(invocation.input(0), function).map(Tensor::buffer)
                        : Optional.empty()));
    }

    private static Map.Entry<BuiltinOperator, Evaluator> binary(BuiltinOperator kind, FloatArithmetic.Binary function) {
        return Map.entry(
                kind,
                Evaluator.ofOne(invocation -> areFloats(invocation)
                        ? activation(invocation.options())
                                .flatMap(activation -> FloatArithmetic.combine(
                                        invocation.input(0),
                                        invocation.input(1),
                                        invocation.outputShape(),
                                        (x, y) -> activation.apply(function.apply(x, y))))
                        : Optional.empty()));
    }

    private static boolean areFloats(Invocation invocation) {
        return invocation.output().type() == TensorType.FLOAT32
                && invocation.inputs().stream().allMatch(input -> input.type() == TensorType.FLOAT32);
    }

    // Empty for an activation that kernels do not agree on.
    private static Optional<FloatArithmetic.Unary> activation(Options options) {
        String field = "fused_activation_function";
        if (options.table().slot(field) < 0) {
            return Optional.of(x -> x);
        }
        return switch (options.symbol(field, ActivationFunction.values())) {
            case NONE -> Optional.of(x -> x);
            case RELU -> Optional.of(x -> Math.max(0, x));
            case RELU6 -> Optional.of(x -> Math.min(6, Math.max(0, x)));
            case RELU_N1_TO_1 -> Optional.of(x -> Math.min(1, Math.max(-1, x)));
            case TANH, SIGN_BIT -> Optional.empty();
        };
    }
}
