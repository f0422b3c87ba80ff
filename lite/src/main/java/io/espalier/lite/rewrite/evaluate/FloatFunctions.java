// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operators on float32 numbers, one by one. Not those that kernels approximate, each in its way: TANH, LOGISTIC and the like. */
final class FloatFunctions {
    private FloatFunctions() {}

    /** Computes operators of a kind; null for kinds that are not of this family. */
    static @Nullable Evaluator of(BuiltinOperator kind) {
        return switch (kind) {
            case ABS -> unary(Math::abs);
            case NEG -> unary(x -> -x);
            case SQUARE -> unary(x -> x * x);
            case SQRT -> unary(x -> (float) Math.sqrt(x));
            case RSQRT -> unary(x -> 1 / (float) Math.sqrt(x));
            case EXP -> unary(x -> (float) Math.exp(x));
            case LOG -> unary(x -> (float) Math.log(x));
            case SIN -> unary(x -> (float) Math.sin(x));
            case COS -> unary(x -> (float) Math.cos(x));
            case FLOOR -> unary(x -> (float) Math.floor(x));
            case CEIL -> unary(x -> (float) Math.ceil(x));
            case ROUND -> unary(x -> (float) Math.rint(x));
            case RELU -> unary(x -> Math.max(0, x));
            case RELU6 -> unary(x -> Math.min(6, Math.max(0, x)));
            case ADD -> binary(Float::sum);
            case SUB -> binary((x, y) -> x - y);
            case MUL -> binary((x, y) -> x * y);
            case DIV -> binary((x, y) -> x / y);
            case MAXIMUM -> binary(Math::max);
            case MINIMUM -> binary(Math::min);
            case SQUARED_DIFFERENCE -> binary((x, y) -> (x - y) * (x - y));
            case POW -> binary((x, y) -> (float) Math.pow(x, y));
            default -> null;
        };
    }

    private static Evaluator unary(FloatArithmetic.Unary function) {
        return Evaluator.ofOne(invocation -> areFloats(invocation)
                ? FloatArithmetic.map(invocation.input(0), function).map(Tensor::buffer)
                : Optional.empty());
    }

    private static Evaluator binary(FloatArithmetic.Binary function) {
        return Evaluator.ofOne(invocation -> areFloats(invocation)
                ? activation(invocation.options())
                        .flatMap(activation -> FloatArithmetic.combine(
                                invocation.input(0),
                                invocation.input(1),
                                invocation.outputShape(),
                                (x, y) -> activation.apply(function.apply(x, y))))
                : Optional.empty());
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
