// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.StripClampBeforeClamp;
import io.espalier.lite.rewrite.rule.StripDoubleNegation;
import io.espalier.lite.rewrite.rule.StripNeedlessClamp;
import io.espalier.lite.rewrite.rule.StripRepetition;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClampRulesTest {
    private static final Ints ROW = Ints.of(-1, 4);

    @ParameterizedTest
    @CsvSource({"RELU, RELU", "RELU6, RELU", "RELU6, RELU6", "SOFTMAX, RELU", "ABS, RELU", "RELU_0_TO_1, RELU_N1_TO_1"})
    void whatLiesBetweenTheBoundsIsNotClamped(BuiltinOperator first, BuiltinOperator clamp) {
        assertThatRewrite(new StripNeedlessClamp()).on(twice(first, clamp)).becomes("y = " + first + "(x)");
    }

    @ParameterizedTest
    @CsvSource({"RELU, RELU6", "RELU_N1_TO_1, RELU", "TANH, RELU", "SOFTMAX, RELU6"})
    void whatMayNotIs(BuiltinOperator first, BuiltinOperator clamp) {
        assertThatRewrite(new StripNeedlessClamp()).on(twice(first, clamp)).doesNotFire();
    }

    @Test
    void aFusedActivationCounts() {
        Options relu6 = Options.of(OptionsTable.ADD).with("fused_activation_function", ActivationFunction.RELU6);
        Graph graph = new Sketch()
                .input("x", -1, 4)
                .operator(BuiltinOperator.ADD, relu6, "a", ROW, "x", "x")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "a")
                .build("y");

        assertThatRewrite(new StripNeedlessClamp()).on(graph).becomes("y = ADD(x, x) RELU6");
    }

    @ParameterizedTest
    @CsvSource({"RELU, RELU6", "RELU, RELU_0_TO_1", "RELU_N1_TO_1, RELU_0_TO_1"})
    void theTighterClampIsEnough(BuiltinOperator first, BuiltinOperator second) {
        assertThatRewrite(new StripClampBeforeClamp()).on(twice(first, second)).becomes("y = " + second + "(x)");
    }

    @ParameterizedTest
    @CsvSource({"RELU6, RELU", "RELU, RELU_N1_TO_1"})
    void theWiderClampIsNot(BuiltinOperator first, BuiltinOperator second) {
        assertThatRewrite(new StripClampBeforeClamp()).on(twice(first, second)).doesNotFire();
    }

    @Test
    void whatChangesNothingTheSecondTimeIsDoneOnce() {
        assertThatRewrite(new StripRepetition())
                .on(twice(BuiltinOperator.FLOOR, BuiltinOperator.FLOOR))
                .becomes("y = FLOOR(x)");
        assertThatRewrite(new StripRepetition())
                .on(twice(BuiltinOperator.FLOOR, BuiltinOperator.CEIL))
                .doesNotFire();
    }

    @Test
    void twoNegationsCancel() {
        Sketch twice = sketch(BuiltinOperator.NEG, BuiltinOperator.NEG);

        assertThatRewrite(new StripDoubleNegation())
                .on(twice.operator(BuiltinOperator.TANH, OptionsTable.NONE, "z", ROW, "y")
                        .build("z"))
                .becomes("z = TANH(x)");
        assertThatRewrite(new StripDoubleNegation())
                .on(twice(BuiltinOperator.NEG, BuiltinOperator.NEG))
                .doesNotFire();
    }

    private static Graph twice(BuiltinOperator first, BuiltinOperator second) {
        return sketch(first, second).build("y");
    }

    private static Sketch sketch(BuiltinOperator first, BuiltinOperator second) {
        return new Sketch()
                .input("x", -1, 4)
                .operator(first, OptionsTable.NONE, "a", ROW, "x")
                .operator(second, OptionsTable.NONE, "y", ROW, "a");
    }
}
