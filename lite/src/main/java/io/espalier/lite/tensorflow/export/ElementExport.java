// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.tensorflow.DataType;
import java.util.EnumMap;
import java.util.Map;

/** Operators that compute each element by itself. */
final class ElementExport {
    private static final float GELU_CUBIC = 0.044715f;

    private ElementExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(ABS, unary("Abs"));
        rows.put(CEIL, unary("Ceil"));
        rows.put(COS, unary("Cos"));
        rows.put(ELU, unary("Elu"));
        rows.put(EXP, unary("Exp"));
        rows.put(FLOOR, unary("Floor"));
        rows.put(LOG, unary("Log"));
        rows.put(LOGISTIC, unary("Sigmoid"));
        rows.put(LOG_SOFTMAX, unary("LogSoftmax"));
        rows.put(NEG, unary("Neg"));
        rows.put(RELU, unary("Relu"));
        rows.put(RELU6, unary("Relu6"));
        rows.put(ROUND, unary("Round"));
        rows.put(RSQRT, unary("Rsqrt"));
        rows.put(SIGN, unary("Sign"));
        rows.put(SIN, unary("Sin"));
        rows.put(SQRT, unary("Sqrt"));
        rows.put(SQUARE, unary("Square"));
        rows.put(TANH, unary("Tanh"));
        rows.put(ZEROS_LIKE, unary("ZerosLike"));
        rows.put(LOGICAL_NOT, call -> call.output(call.node("LogicalNot", new Attributes(), call.input(0))));
        rows.put(RELU_N1_TO_1, call -> call.output(Activations.clamped(call, call.input(0), -1, 1)));
        rows.put(RELU_0_TO_1, call -> call.output(Activations.clamped(call, call.input(0), 0, 1)));
        rows.put(HARD_SWISH, ElementExport::hardSwish);
        rows.put(GELU, ElementExport::gelu);
        rows.put(LEAKY_RELU, ElementExport::leakyRelu);
        rows.put(PRELU, ElementExport::prelu);
        rows.put(SOFTMAX, ElementExport::softmax);
        rows.put(ADD, binary("AddV2"));
        rows.put(SUB, binary("Sub"));
        rows.put(MUL, binary("Mul"));
        rows.put(DIV, ElementExport::divide);
        rows.put(FLOOR_DIV, binary("FloorDiv"));
        rows.put(FLOOR_MOD, binary("FloorMod"));
        rows.put(MAXIMUM, binary("Maximum"));
        rows.put(MINIMUM, binary("Minimum"));
        rows.put(POW, binary("Pow"));
        rows.put(SQUARED_DIFFERENCE, binary("SquaredDifference"));
        rows.put(ATAN2, binary("Atan2"));
        rows.put(BITWISE_XOR, binary("BitwiseXor"));
        rows.put(RIGHT_SHIFT, binary("RightShift"));
        rows.put(EQUAL, binary("Equal"));
        rows.put(NOT_EQUAL, binary("NotEqual"));
        rows.put(GREATER, binary("Greater"));
        rows.put(GREATER_EQUAL, binary("GreaterEqual"));
        rows.put(LESS, binary("Less"));
        rows.put(LESS_EQUAL, binary("LessEqual"));
        rows.put(LOGICAL_AND, logical("LogicalAnd"));
        rows.put(LOGICAL_OR, logical("LogicalOr"));
        rows.put(SELECT, select("Select"));
        rows.put(SELECT_V2, select("SelectV2"));
        rows.put(ADD_N, ElementExport::sum);
        rows.put(CAST, ElementExport::cast);
        return rows;
    }

    private static ExportRule unary(String op) {
        return call -> call.output(call.node(op, Attributes.ofType(call.type(0)), call.input(0)));
    }

    private static ExportRule binary(String op) {
        return call -> call.output(call.node(op, Attributes.ofType(call.type(0)), call.input(0), call.input(1)));
    }

    private static ExportRule logical(String op) {
        return call -> call.output(call.node(op, new Attributes(), call.input(0), call.input(1)));
    }

    private static ExportRule select(String op) {
        return call -> call.output(
                call.node(op, Attributes.ofType(call.type(1)), call.input(0), call.input(1), call.input(2)));
    }

    private static void divide(OperatorCall call) {
        DataType type = call.type(0);
        // Whole numbers are cut towards zero, which has a name of its own.
        String op = type == DataType.FLOAT || call.isFor(Dialect.TFJS) ? "RealDiv" : "Div";
        call.output(call.node(op, Attributes.ofType(type), call.input(0), call.input(1)));
    }

    private static String real(OperatorCall call, String op, String left, String right) {
        return call.node(op, Attributes.ofType(DataType.FLOAT), left, right);
    }

    private static String real(OperatorCall call, String op, String value) {
        return call.node(op, Attributes.ofType(DataType.FLOAT), value);
    }

    private static void hardSwish(OperatorCall call) {
        String shifted = real(call, "AddV2", call.input(0), call.real(3));
        String gate = real(call, "Mul", real(call, "Relu6", shifted), call.real(1 / 6f));
        call.output(real(call, "Mul", call.input(0), gate));
    }

    /** Half of the value times one plus the error function, or its approximation by tanh. */
    private static void gelu(OperatorCall call) {
        String value = call.input(0);
        String inner;
        if (call.options().flag("approximate")) {
            String cube = real(call, "Mul", real(call, "Square", value), value);
            String sum = real(call, "AddV2", value, real(call, "Mul", cube, call.real(GELU_CUBIC)));
            inner = real(call, "Tanh", real(call, "Mul", sum, call.real((float) Math.sqrt(2 / Math.PI))));
        } else {
            inner = real(call, "Erf", real(call, "Mul", value, call.real((float) Math.sqrt(0.5))));
        }
        String half = real(call, "Mul", value, call.real(0.5f));
        call.output(real(call, "Mul", half, real(call, "AddV2", inner, call.real(1))));
    }

    private static void leakyRelu(OperatorCall call) {
        Attributes attributes =
                Attributes.ofType(call.type(0)).with("alpha", call.options().real("alpha"));
        call.output(call.node("LeakyRelu", attributes, call.input(0)));
    }

    private static void prelu(OperatorCall call) {
        String positive = real(call, "Relu", call.input(0));
        String negative = real(call, "Minimum", call.input(0), call.real(0));
        call.output(real(call, "AddV2", positive, real(call, "Mul", negative, call.input(1))));
    }

    private static void softmax(OperatorCall call) {
        float beta = call.options().real("beta");
        String value = beta == 1 ? call.input(0) : real(call, "Mul", call.input(0), call.real(beta));
        call.output(real(call, "Softmax", value));
    }

    private static void sum(OperatorCall call) {
        String[] values = new String[call.inputs()];
        for (int i = 0; i < values.length; i++) {
            values[i] = call.input(i);
        }
        call.output(call.node("AddN", Attributes.ofType(call.type(0)).with("N", values.length), values));
    }

    private static void cast(OperatorCall call) {
        Attributes attributes = new Attributes()
                .with("SrcT", call.type(0))
                .with("DstT", call.resultType(0))
                .with("Truncate", false);
        call.output(call.node("Cast", attributes, call.input(0)));
    }
}
