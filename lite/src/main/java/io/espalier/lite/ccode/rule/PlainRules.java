// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Operator;
import io.espalier.lite.ccode.program.Step;
import java.util.List;
import java.util.Optional;

/** Operators on numbers without a scale: float32, and the integers and truth values by which loops count. */
final class PlainRules {
    private PlainRules() {}

    /** Empty where the operator has other numbers, or only moves them. */
    static Optional<List<Step>> steps(Operation operation) {
        return isPlain(operation) ? Optional.ofNullable(table(operation)) : Optional.empty();
    }

    private static boolean isPlain(Operation operation) {
        Operator operator = operation.operator();
        return !operator.outputs().isEmpty()
                && Template.isPlain(operation.output())
                && operator.inputs().stream()
                        .allMatch(index -> index < 0
                                || Template.isPlain(operation.workspace().tensor(index)));
    }

    @SuppressWarnings("NullAway")
    private static List<Step> table(Operation operation) {
        return switch (operation.operator().code().builtin()) {
            case CONV_2D -> FloatWeightedRules.convolution(operation);
            case DEPTHWISE_CONV_2D -> FloatWeightedRules.depthwise(operation);
            case TRANSPOSE_CONV -> FloatWeightedRules.transposed(operation);
            case FULLY_CONNECTED -> FloatWeightedRules.fullyConnected(operation);
            case BATCH_MATMUL -> FloatWeightedRules.batchMatmul(operation);
            case MAX_POOL_2D -> FloatWindowRules.pool(operation, "max_pool_float");
            case AVERAGE_POOL_2D -> FloatWindowRules.pool(operation, "average_pool_float");
            case RESIZE_BILINEAR -> FloatWindowRules.bilinear(operation);
            case ADD -> PlainPairs.arithmetic(operation, "add", "s + t");
            case SUB -> PlainPairs.arithmetic(operation, "sub", "s - t");
            case MUL -> PlainPairs.arithmetic(operation, "mul", "s * t");
            case DIV -> PlainPairs.arithmetic(operation, "div", "s / t");
            case FLOOR_DIV -> PlainPairs.floorDiv(operation);
            case FLOOR_MOD -> PlainPairs.floorMod(operation);
            case MAXIMUM -> PlainPairs.arithmetic(operation, "maximum", "s > t ? s : t");
            case MINIMUM -> PlainPairs.arithmetic(operation, "minimum", "s < t ? s : t");
            case SQUARED_DIFFERENCE -> PlainPairs.arithmetic(operation, "squared_difference", "(s - t) * (s - t)");
            case POW -> PlainPairs.arithmetic(operation, "pow", "real_pow(s, t)", "real_pow");
            case PRELU -> PlainPairs.arithmetic(operation, "prelu", "s < 0.0f ? s * t : s");
            case EQUAL -> PlainPairs.comparison(operation, "equal", "s == t");
            case NOT_EQUAL -> PlainPairs.comparison(operation, "not_equal", "s != t");
            case LESS -> PlainPairs.comparison(operation, "less", "s < t");
            case LESS_EQUAL -> PlainPairs.comparison(operation, "less_equal", "s <= t");
            case GREATER -> PlainPairs.comparison(operation, "greater", "s > t");
            case GREATER_EQUAL -> PlainPairs.comparison(operation, "greater_equal", "s >= t");
            case LOGICAL_AND -> PlainPairs.comparison(operation, "logical_and", "s && t");
            case LOGICAL_OR -> PlainPairs.comparison(operation, "logical_or", "s || t");
            case LOGICAL_NOT -> PlainMaps.of(operation, "logical_not", "!x");
            case CAST -> PlainMaps.cast(operation);
            case RELU -> PlainMaps.of(operation, "relu", "x < 0 ? 0 : x");
            case RELU6 -> PlainMaps.of(operation, "relu6", "x < 0 ? 0 : x > 6 ? 6 : x");
            case RELU_N1_TO_1 -> PlainMaps.of(operation, "relu_n1_to_1", "x < -1 ? -1 : x > 1 ? 1 : x");
            case RELU_0_TO_1 -> PlainMaps.of(operation, "relu_0_to_1", "x < 0 ? 0 : x > 1 ? 1 : x");
            case LEAKY_RELU -> PlainMaps.leakyRelu(operation);
            case ELU -> PlainMaps.real(operation, "elu", "x < 0.0f ? real_expm1(x) : x", "real_expm1");
            case GELU -> PlainMaps.gelu(operation);
            case HARD_SWISH ->
                PlainMaps.real(
                        operation, "hard_swish", "x * limited_float(x + 3.0f, 0.0f, 6.0f) / 6.0f", "limited_float");
            case LOGISTIC -> PlainMaps.real(operation, "logistic", "real_logistic(x)", "real_logistic");
            case TANH -> PlainMaps.real(operation, "tanh", "real_tanh(x)", "real_tanh");
            case EXP -> PlainMaps.real(operation, "exp", "real_exp(x)", "real_exp");
            case LOG -> PlainMaps.real(operation, "log", "real_log(x)", "real_log");
            case SQRT -> PlainMaps.real(operation, "sqrt", "real_sqrt(x)", "real_sqrt");
            case RSQRT -> PlainMaps.real(operation, "rsqrt", "real_rsqrt(x)", "real_rsqrt");
            case SIN -> PlainMaps.real(operation, "sin", "real_sin(x)", "real_sin");
            case COS -> PlainMaps.real(operation, "cos", "real_cos(x)", "real_cos");
            case FLOOR -> PlainMaps.real(operation, "floor", "real_floor(x)", "real_floor");
            case CEIL -> PlainMaps.real(operation, "ceil", "real_ceil(x)", "real_ceil");
            case ROUND -> PlainMaps.real(operation, "round", "real_round(x)", "real_round");
            case ABS -> PlainMaps.of(operation, "abs", "x < 0 ? -x : x");
            case NEG -> PlainMaps.of(operation, "neg", "-x");
            case SIGN -> PlainMaps.of(operation, "sign", "x > 0 ? 1 : x < 0 ? -1 : x");
            case SQUARE -> PlainMaps.of(operation, "square", "x * x");
            case SOFTMAX -> FloatVectorRules.softmax(operation);
            case LOG_SOFTMAX -> FloatVectorRules.logSoftmax(operation);
            case L2_NORMALIZATION -> FloatVectorRules.l2Normalization(operation);
            case SUM -> FloatVectorRules.sum(operation);
            case MEAN -> FloatVectorRules.mean(operation);
            case REDUCE_MAX -> FloatVectorRules.largest(operation);
            case REDUCE_MIN -> FloatVectorRules.smallest(operation);
            case REDUCE_PROD -> FloatVectorRules.product(operation);
            case ARG_MAX -> FloatVectorRules.place(operation, "arg_max", "s > t");
            case ARG_MIN -> FloatVectorRules.place(operation, "arg_min", "s < t");
            default -> null;
        };
    }
}
