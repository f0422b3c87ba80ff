// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * {@code Erf}, for which TFLite has no operator: {@code sign(x) (1 - p(t) exp(-x^2))} with {@code t = 1 / (1 + 0.3275911 |x|)} and a polynomial p of
 * degree 5, which is right to 1.5e-7 before rounding. Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
 */
final class ErrorFunction {
    private static final float SLOPE = 0.3275911f;
    private static final float[] POLYNOMIAL = {1.0614054f, -1.4531521f, 1.4214138f, -0.28449672f, 0.2548296f};

    private final NodeCall call;

    private ErrorFunction(NodeCall call) {
        this.call = call;
    }

    static Value of(NodeCall call) {
        return new ErrorFunction(call).lowered();
    }

    private Value lowered() {
        Value x = call.input(0);
        Value one = call.real("one", 1);
        Value size = step("abs", BuiltinOperator.ABS, OptionsTable.ABS, x);
        Value slope = step("slope", BuiltinOperator.MUL, OptionsTable.MUL, size, call.real("p", SLOPE));
        Value more = step("more", BuiltinOperator.ADD, OptionsTable.ADD, slope, one);
        Value t = step("t", BuiltinOperator.DIV, OptionsTable.DIV, one, more);
        Value sum = step("term", BuiltinOperator.MUL, OptionsTable.MUL, t, call.real("a", POLYNOMIAL[0]));
        for (int i = 1; i < POLYNOMIAL.length; i++) {
            Value next = step("sum", BuiltinOperator.ADD, OptionsTable.ADD, sum, call.real("a", POLYNOMIAL[i]));
            sum = step("term", BuiltinOperator.MUL, OptionsTable.MUL, next, t);
        }
        Value square = step("square", BuiltinOperator.SQUARE, OptionsTable.SQUARE, x);
        Value negative = step("neg", BuiltinOperator.NEG, OptionsTable.NEG, square);
        Value falling = step("exp", BuiltinOperator.EXP, OptionsTable.EXP, negative);
        Value rest = step("rest", BuiltinOperator.MUL, OptionsTable.MUL, sum, falling);
        Value above = step("above", BuiltinOperator.SUB, OptionsTable.SUB, one, rest);
        Value sign = step("sign", BuiltinOperator.SIGN, OptionsTable.SIGN, x);
        return call.operator(BuiltinOperator.MUL, OptionsTable.MUL, x.type(), x.shape(), sign, above);
    }

    private Value step(String part, BuiltinOperator builtin, OptionsTable table, Value... operands) {
        return call.step(part, builtin, Options.of(table), call.type(0), call.shape(0), operands);
    }
}
