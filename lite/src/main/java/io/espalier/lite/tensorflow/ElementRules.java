// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators that compute each element by itself. */
final class ElementRules {
    private static final float SELU_ALPHA = 1.6732632f;
    private static final float SELU_SCALE = 1.050701f;

    private ElementRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "Abs" -> unary(ABS, OptionsTable.ABS);
            case "Ceil" -> unary(CEIL, OptionsTable.NONE);
            case "Cos" -> unary(COS, OptionsTable.COS);
            case "Elu" -> unary(ELU, OptionsTable.NONE);
            case "Exp" -> unary(EXP, OptionsTable.EXP);
            case "Floor" -> unary(FLOOR, OptionsTable.NONE);
            case "Log" -> unary(LOG, OptionsTable.NONE);
            case "LogicalNot" -> unary(LOGICAL_NOT, OptionsTable.LOGICAL_NOT);
            case "Neg" -> unary(NEG, OptionsTable.NEG);
            case "Relu" -> unary(RELU, OptionsTable.NONE);
            case "Relu6" -> unary(RELU6, OptionsTable.NONE);
            case "Rint", "Round" -> unary(ROUND, OptionsTable.NONE);
            case "Rsqrt" -> unary(RSQRT, OptionsTable.NONE);
            case "Sigmoid" -> unary(LOGISTIC, OptionsTable.NONE);
            case "Sign" -> unary(SIGN, OptionsTable.SIGN);
            case "Sin" -> unary(SIN, OptionsTable.NONE);
            case "Sqrt" -> unary(SQRT, OptionsTable.NONE);
            case "Square" -> unary(SQUARE, OptionsTable.SQUARE);
            case "Tanh" -> unary(TANH, OptionsTable.NONE);
            case "ZerosLike" -> unary(ZEROS_LIKE, OptionsTable.ZEROS_LIKE);
            case "Add", "AddV2" -> binary(ADD, OptionsTable.ADD, Long::sum);
            case "Div" -> binary(DIV, OptionsTable.DIV, (one, other) -> other == 0 ? Value.OPEN : one / other);
            case "RealDiv" -> binary(DIV, OptionsTable.DIV, null);
            case "FloorDiv" -> binary(FLOOR_DIV, OptionsTable.FLOOR_DIV, ElementRules::floorDiv);
            case "FloorMod" -> binary(FLOOR_MOD, OptionsTable.FLOOR_MOD, ElementRules::floorMod);
            case "Maximum" -> binary(MAXIMUM, OptionsTable.MAXIMUM_MINIMUM, Math::max);
            case "Minimum" -> binary(MINIMUM, OptionsTable.MAXIMUM_MINIMUM, Math::min);
            case "Mul" -> binary(MUL, OptionsTable.MUL, (one, other) -> one * other);
            case "Pow" -> binary(POW, OptionsTable.POW, null);
            case "SquaredDifference" -> binary(SQUARED_DIFFERENCE, OptionsTable.SQUARED_DIFFERENCE, null);
            case "Sub" -> binary(SUB, OptionsTable.SUB, (one, other) -> one - other);
            case "Equal" -> comparison(EQUAL, OptionsTable.EQUAL, when((one, other) -> one == other));
            case "Greater" -> comparison(GREATER, OptionsTable.GREATER, when((one, other) -> one > other));
            case "GreaterEqual" ->
                comparison(GREATER_EQUAL, OptionsTable.GREATER_EQUAL, when((one, other) -> one >= other));
            case "Less" -> comparison(LESS, OptionsTable.LESS, when((one, other) -> one < other));
            case "LessEqual" -> comparison(LESS_EQUAL, OptionsTable.LESS_EQUAL, when((one, other) -> one <= other));
            case "LogicalAnd" ->
                comparison(LOGICAL_AND, OptionsTable.LOGICAL_AND, when((one, other) -> one != 0 && other != 0));
            case "LogicalOr" ->
                comparison(LOGICAL_OR, OptionsTable.LOGICAL_OR, when((one, other) -> one != 0 || other != 0));
            case "NotEqual" -> comparison(NOT_EQUAL, OptionsTable.NOT_EQUAL, when((one, other) -> one != other));
            case "AddN" -> NodeRule.of(ElementRules::addN);
            case "BiasAdd" -> NodeRule.of(ElementRules::biasAdd);
            case "ClipByValue" -> NodeRule.of(ElementRules::clip);
            case "DivNoNan" -> NodeRule.of(ElementRules::divideNoNan);
            case "Erf" -> NodeRule.of(ErrorFunction::of);
            case "Expm1" -> NodeRule.of(call -> shifted(call, step(call, "exp", EXP, call.input(0)), -1));
            case "Gelu" -> NodeRule.of(ElementRules::gelu);
            case "Inv", "Reciprocal" -> NodeRule.of(ElementRules::reciprocal);
            case "LeakyRelu" -> NodeRule.of(ElementRules::leakyRelu);
            case "Log1p" -> NodeRule.of(ElementRules::log1p);
            case "LogSoftmax" -> unary(LOG_SOFTMAX, OptionsTable.LOG_SOFTMAX);
            case "Prelu" -> NodeRule.of(ElementRules::prelu);
            case "Select", "SelectV2" -> NodeRule.of(ElementRules::select);
            case "Selu" -> NodeRule.of(ElementRules::selu);
            case "Softmax" -> NodeRule.of(ElementRules::softmax);
            case "Softplus" -> NodeRule.of(ElementRules::softplus);
            case "Softsign" -> NodeRule.of(ElementRules::softsign);
            default -> null;
        };
    }

    private static long floorDiv(long one, long other) {
        return other == 0 ? Value.OPEN : Math.floorDiv(one, other);
    }

    private static long floorMod(long one, long other) {
        return other == 0 ? Value.OPEN : Math.floorMod(one, other);
    }

    private static NodeRule unary(BuiltinOperator builtin, OptionsTable table) {
        return NodeRule.of(call -> call.operator(builtin, table, call.type(0), call.shape(0), call.input(0)));
    }

    private static NodeRule binary(BuiltinOperator builtin, OptionsTable table, @Nullable LongBinaryOperator counting) {
        return NodeRule.of(call -> {
            Ints shape = Dims.broadcast(call.shape(0), call.shape(1));
            Optional<Longs> elements = counting == null ? Optional.empty() : Counting.combined(call, counting);
            return Counting.value(
                    call,
                    call.type(0),
                    shape,
                    elements,
                    () -> call.operator(builtin, table, call.type(0), shape, call.input(0), call.input(1)));
        });
    }

    /** A comparison. One of numbers that are known, such as the steps of a loop, is decided here. */
    private static NodeRule comparison(BuiltinOperator builtin, OptionsTable table, LongBinaryOperator decision) {
        return NodeRule.of(call -> {
            Ints shape = Dims.broadcast(call.shape(0), call.shape(1));
            Optional<Boolean> decided = shape.isEmpty() ? decided(call, decision) : Optional.empty();
            return decided.isPresent()
                    ? truth(call, decided.get())
                    : call.operator(builtin, table, DataType.BOOL, shape, call.input(0), call.input(1));
        });
    }

    private static Optional<Boolean> decided(NodeCall call, LongBinaryOperator decision) {
        Optional<Long> left = number(call.elements(0));
        Optional<Long> right = number(call.elements(1));
        return left.isEmpty() || right.isEmpty()
                ? Optional.empty()
                : Optional.of(decision.applyAsLong(left.get(), right.get()) != 0);
    }

    private static Optional<Long> number(Optional<Longs> elements) {
        return elements.filter(list -> list.size() == 1 && list.get(0) != Value.OPEN)
                .map(list -> list.get(0));
    }

    private static Value truth(NodeCall call, boolean value) {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
        return new Value.Known(call.name(), ConstantTensor.of(DataType.BOOL, TensorShape.of(), bytes));
    }

    private static LongBinaryOperator when(Comparison predicate) {
        return (one, other) -> predicate.test(one, other) ? 1 : 0;
    }

    @FunctionalInterface
    private interface Comparison {
        boolean test(long one, long other);
    }

    private static Value.Computed step(NodeCall call, String part, BuiltinOperator builtin, Value input) {
        return call.step(part, builtin, Options.NONE, input.type(), input.shape(), input);
    }

    private static Value shifted(NodeCall call, Value value, float by) {
        return call.operator(ADD, OptionsTable.ADD, value.type(), value.shape(), value, call.real("shift", by));
    }

    private static Value addN(NodeCall call) {
        Value sum = call.input(0);
        for (int i = 1; i < call.inputs().size(); i++) {
            Ints shape = Dims.broadcast(sum.shape(), call.shape(i));
            sum = call.operator(ADD, OptionsTable.ADD, sum.type(), shape, sum, call.input(i));
        }
        return sum;
    }

    /** Adds a bias to the last dimension, or to the second one of channels first. */
    static Value biasAdd(NodeCall call) {
        return ChannelsLast.of(call, call.input(0))
                .apply(value ->
                        call.operator(ADD, OptionsTable.ADD, value.type(), value.shape(), value, call.input(1)));
    }

    private static Value clip(NodeCall call) {
        Ints shape = call.shape(0);
        Value below = call.step(
                "min",
                MINIMUM,
                Options.of(OptionsTable.MAXIMUM_MINIMUM),
                call.type(0),
                shape,
                call.input(0),
                call.input(2));
        return call.operator(MAXIMUM, OptionsTable.MAXIMUM_MINIMUM, call.type(0), shape, below, call.input(1));
    }

    private static Value divideNoNan(NodeCall call) {
        Ints shape = Dims.broadcast(call.shape(0), call.shape(1));
        Value zero = call.real("zero", 0);
        Value quotient =
                call.step("div", DIV, Options.of(OptionsTable.DIV), call.type(0), shape, call.input(0), call.input(1));
        Value isZero = call.step(
                "is_zero", EQUAL, Options.of(OptionsTable.EQUAL), DataType.BOOL, call.shape(1), call.input(1), zero);
        return call.operator(SELECT_V2, OptionsTable.SELECT_V2, call.type(0), shape, isZero, zero, quotient);
    }

    private static Value gelu(NodeCall call) {
        Options options =
                Options.of(OptionsTable.GELU).with("approximate", call.node().flag("approximate", false));
        return call.operator(GELU, options, call.type(0), call.shape(0), call.input(0));
    }

    private static Value reciprocal(NodeCall call) {
        return call.operator(DIV, OptionsTable.DIV, call.type(0), call.shape(0), call.real("one", 1), call.input(0));
    }

    static Value leakyRelu(NodeCall call) {
        return leakyRelu(call, call.input(0), call.node().real("alpha", 0.2f));
    }

    static Value leakyRelu(NodeCall call, Value value, float alpha) {
        Options options = Options.of(OptionsTable.LEAKY_RELU).with("alpha", alpha);
        return call.operator(LEAKY_RELU, options, value.type(), value.shape(), value);
    }

    private static Value log1p(NodeCall call) {
        Value more = call.step(
                "add",
                ADD,
                Options.of(OptionsTable.ADD),
                call.type(0),
                call.shape(0),
                call.input(0),
                call.real("one", 1));
        return call.operator(LOG, OptionsTable.NONE, call.type(0), call.shape(0), more);
    }

    static Value prelu(NodeCall call) {
        return call.operator(PRELU, OptionsTable.NONE, call.type(0), call.shape(0), call.input(0), call.lastInput());
    }

    /** In TensorFlow's older form a condition of rank 1 chooses rows. */
    private static Value select(NodeCall call) {
        boolean choosesRows = call.node().op().equals("Select")
                && call.shape(0).size() == 1
                && call.shape(1).size() > 1;
        if (choosesRows) {
            throw new LoweringException("a condition that chooses rows is not supported");
        }
        Ints shape = Dims.broadcast(call.shape(0), Dims.broadcast(call.shape(1), call.shape(2)));
        return call.operator(
                SELECT_V2, OptionsTable.SELECT_V2, call.type(1), shape, call.input(0), call.input(1), call.input(2));
    }

    private static Value selu(NodeCall call) {
        Value zero = call.real("zero", 0);
        Value above = step(call, "relu", RELU, call.input(0));
        Value least = call.step(
                "min",
                MINIMUM,
                Options.of(OptionsTable.MAXIMUM_MINIMUM),
                call.type(0),
                call.shape(0),
                call.input(0),
                zero);
        Value elu = step(call, "elu", ELU, least);
        Options product = Options.of(OptionsTable.MUL);
        Value scaled = call.step("mul", MUL, product, call.type(0), call.shape(0), elu, call.real("alpha", SELU_ALPHA));
        Value sum = call.step("add", ADD, Options.of(OptionsTable.ADD), call.type(0), call.shape(0), above, scaled);
        return call.operator(MUL, OptionsTable.MUL, call.type(0), call.shape(0), sum, call.real("scale", SELU_SCALE));
    }

    private static Value softmax(NodeCall call) {
        Options options = Options.of(OptionsTable.SOFTMAX).with("beta", 1f);
        return call.operator(SOFTMAX, options, call.type(0), call.shape(0), call.input(0));
    }

    /** {@code max(x, 0) + log(1 + exp(-|x|))}, which no x overflows. */
    private static Value softplus(NodeCall call) {
        Value size = step(call, "abs", ABS, call.input(0));
        Value negative = call.step("neg", NEG, Options.of(OptionsTable.NEG), size.type(), size.shape(), size);
        Value small = call.step("exp", EXP, Options.of(OptionsTable.EXP), size.type(), size.shape(), negative);
        Value more = call.step(
                "one_more", ADD, Options.of(OptionsTable.ADD), size.type(), size.shape(), small, call.real("one", 1));
        Value logarithm = step(call, "log", LOG, more);
        Value above = step(call, "relu", RELU, call.input(0));
        return call.operator(ADD, OptionsTable.ADD, size.type(), size.shape(), above, logarithm);
    }

    private static Value softsign(NodeCall call) {
        Value size = step(call, "abs", ABS, call.input(0));
        Value more = call.step(
                "add", ADD, Options.of(OptionsTable.ADD), size.type(), size.shape(), size, call.real("one", 1));
        return call.operator(DIV, OptionsTable.DIV, size.type(), size.shape(), call.input(0), more);
    }

    /** An activation function by the name of its operator; null is none. */
    static Value activated(NodeCall call, Value value, String function) {
        BuiltinOperator builtin = switch (function) {
            case "Relu" -> RELU;
            case "Relu6" -> RELU6;
            case "Elu" -> ELU;
            case "Sigmoid" -> LOGISTIC;
            case "Tanh" -> TANH;
            default -> throw new LoweringException("the fused operator " + function + " is not supported");
        };
        return call.operator(builtin, OptionsTable.NONE, value.type(), value.shape(), value);
    }
}
