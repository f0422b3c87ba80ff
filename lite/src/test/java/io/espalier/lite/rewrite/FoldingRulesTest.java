// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.FoldAddBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldAddIntoBias;
import io.espalier.lite.rewrite.rule.FoldConstantOfConstant;
import io.espalier.lite.rewrite.rule.FoldMultiplyBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldMultiplyIntoWeights;
import io.espalier.lite.rewrite.rule.FoldMultiplyOfSum;
import io.espalier.lite.rewrite.rule.FoldSubtractIntoWeights;
import io.espalier.lite.rewrite.rule.ReplaceDivide;
import io.espalier.lite.rewrite.rule.ReplaceSubtract;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingRulesTest {
    private static final Ints PICTURE = Ints.of(-1, 2, 2, 2);

    @Test
    void aFactorGoesIntoTheWeightsAndTheBiasOfItsOutputChannel() {
        assertThatRewrite(new FoldMultiplyIntoWeights())
                .on(product(Ints.of(2), 10, 100).build("y"))
                .becomes("y = CONV_2D(x, w, b) VALID")
                .withOperand(1, 10, 20, 300, 400)
                .withOperand(2, 10, 200);
    }

    @Test
    void aFactorAfterASumOfAProductGoesIntoBoth() {
        Options relu = Options.of(OptionsTable.MUL).with("fused_activation_function", ActivationFunction.RELU);
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("c", Ints.EMPTY, 3)
                .floats("d", Ints.of(2), 5, 7)
                .floats("e", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "a", Ints.of(-1, 2), "x", "c")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "b", Ints.of(-1, 2), "d", "a")
                .operator(BuiltinOperator.MUL, relu, "y", Ints.of(-1, 2), "b", "e")
                .build("y");

        RewriteAssert folded = assertThatRewrite(new FoldMultiplyOfSum()).on(graph);

        folded.becomes("a = MUL(x, c)", "y = ADD(a, d) RELU").withOperand(1, 50, 700);
        assertThat(constant(folded.after(), 0)).containsExactly(30, 300);
    }

    @Test
    void aSumThatSomebodyElseTakesKeepsItsFactors() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("c", Ints.EMPTY, 3)
                .floats("d", Ints.of(2), 5, 7)
                .floats("e", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "a", Ints.of(-1, 2), "x", "c")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "b", Ints.of(-1, 2), "a", "d")
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", Ints.of(-1, 2), "b", "e")
                .build("y", "b");

        assertThatRewrite(new FoldMultiplyOfSum()).on(graph).doesNotFire();
    }

    @Test
    void aFactorBeforeTheValueAndTheActivationGoInToo() {
        Options relu6 = Options.of(OptionsTable.MUL).with("fused_activation_function", ActivationFunction.RELU6);
        Graph graph = convolved()
                .floats("f", Ints.EMPTY, 2)
                .operator(BuiltinOperator.MUL, relu6, "y", PICTURE, "f", "c")
                .build("y");

        assertThatRewrite(new FoldMultiplyIntoWeights())
                .on(graph)
                .becomes("y = CONV_2D(x, w, b) VALID RELU6")
                .withOperand(1, 2, 4, 6, 8);
    }

    @Test
    void depthwiseWeightsHaveTheirChannelLast() {
        Options options = Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                .with("padding", Padding.SAME)
                .with("stride_h", 1)
                .with("stride_w", 1)
                .with("depth_multiplier", 2);
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 1)
                .counting("w", 1, 2, 1, 2)
                .counting("b", 2)
                .operator(BuiltinOperator.DEPTHWISE_CONV_2D, options, "c", PICTURE, "x", "w", "b")
                .floats("f", Ints.of(1, 1, 1, 2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", PICTURE, "c", "f")
                .build("y");

        assertThatRewrite(new FoldMultiplyIntoWeights())
                .on(graph)
                .becomes("y = DEPTHWISE_CONV_2D(x, w, b) SAME")
                .withOperand(1, 10, 200, 30, 400);
    }

    @Test
    void whatOthersSeeIsNotFoldedAway() {
        Graph otherUser = product(Ints.of(2), 10, 100)
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "z", PICTURE, "c")
                .build("y", "z");
        Graph output = product(Ints.of(2), 10, 100).build("y", "c");

        assertThatRewrite(new FoldMultiplyIntoWeights()).on(otherUser).doesNotFire();
        assertThatRewrite(new FoldMultiplyIntoWeights()).on(output).doesNotFire();
    }

    @Test
    void aFactorThatVariesOverThePictureStays() {
        assertThatRewrite(new FoldMultiplyIntoWeights())
                .on(product(Ints.of(2, 1), 10, 100).build("y"))
                .doesNotFire();
    }

    @Test
    void aProductThatOverflowsIsNotFolded() {
        assertThatRewrite(new FoldMultiplyIntoWeights())
                .on(product(Ints.of(2), Float.MAX_VALUE, 1).build("y"))
                .doesNotFire();
    }

    @Test
    void aShiftGoesIntoTheBiasAndMakesOneWhereThereIsNone() {
        Ints row = Ints.of(-1, 2);
        Graph graph = new Sketch()
                .input("x", -1, 3)
                .counting("w", 2, 3)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "c", row, "x", "w")
                .floats("s", Ints.of(2), 5, 7)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", row, "s", "c")
                .build("y");

        assertThatRewrite(new FoldAddIntoBias())
                .on(graph)
                .becomes("y = FULLY_CONNECTED(x, w, w/bias)")
                .withOperand(2, 5, 7);
    }

    @Test
    void aSumOfTwoValuesIsNoShift() {
        Graph graph = convolved()
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", PICTURE, "c", "x")
                .build("y");

        assertThatRewrite(new FoldAddIntoBias()).on(graph).doesNotFire();
    }

    @Test
    void aFactorOfTheInputGoesIntoTheWeightsOfItsInputChannelWhateverThePadding() {
        assertThatRewrite(new FoldMultiplyBeforeWeights())
                .on(before(BuiltinOperator.MUL, OptionsTable.MUL, Padding.SAME, 2))
                .becomes("y = CONV_2D(x, w, b) SAME")
                .withOperand(1, 10, 200, 30, 400, 50, 600, 70, 800);
    }

    @Test
    void aShiftOfTheInputGoesIntoTheBiasWhereNothingIsPadded() {
        assertThatRewrite(new FoldAddBeforeWeights())
                .on(before(BuiltinOperator.ADD, OptionsTable.ADD, Padding.VALID, 1))
                .becomes("y = CONV_2D(x, w, b) VALID")
                .withOperand(2, 1 + 10 + 200 + 30 + 400 + 50 + 600 + 70 + 800);
        assertThatRewrite(new FoldAddBeforeWeights())
                .on(before(BuiltinOperator.ADD, OptionsTable.ADD, Padding.SAME, 2))
                .doesNotFire();
    }

    @Test
    void aFullyConnectedThatFlattensItsInputTakesTheFactorsByTurns() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2)
                .floats("f", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "m", Ints.of(-1, 2, 2), "x", "f")
                .counting("w", 1, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(-1, 1), "m", "w")
                .build("y");

        assertThatRewrite(new FoldMultiplyBeforeWeights())
                .on(graph)
                .becomes("y = FULLY_CONNECTED(x, w)")
                .withOperand(1, 10, 200, 30, 400);
    }

    @Test
    void aConstantMinusAConvolutionTurnsItsWeightsAround() {
        Graph graph = convolved()
                .floats("m", Ints.of(2), 10, 20)
                .operator(BuiltinOperator.SUB, OptionsTable.SUB, "y", PICTURE, "m", "c")
                .build("y");

        assertThatRewrite(new FoldSubtractIntoWeights())
                .on(graph)
                .becomes("y = CONV_2D(x, w, b) VALID")
                .withOperand(1, -1, -2, -3, -4)
                .withOperand(2, 9, 18);
    }

    @Test
    void aTransposedConvolutionHasItsInputLast() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "m", PICTURE, "x", "f")
                .ints("s", Ints.of(4), 1, 2, 2, 2)
                .counting("w", 2, 1, 1, 2)
                .operator(BuiltinOperator.TRANSPOSE_CONV, transposed(), "c", Ints.of(1, 2, 2, 2), "s", "w", "m")
                .floats("g", Ints.of(2), 1, 2)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", Ints.of(1, 2, 2, 2), "c", "g")
                .build("y");

        assertThatRewrite(new FoldMultiplyBeforeWeights(), new FoldAddIntoBias())
                .on(graph)
                .becomes("y = TRANSPOSE_CONV(s, w, x, w/bias) VALID")
                .withOperand(1, 10, 200, 30, 400)
                .withOperand(3, 1, 2);
    }

    @Test
    void aShiftBeforeATransposedConvolutionStays() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "m", PICTURE, "x", "f")
                .ints("s", Ints.of(4), 1, 2, 2, 2)
                .counting("w", 2, 1, 1, 2)
                .operator(BuiltinOperator.TRANSPOSE_CONV, transposed(), "y", Ints.of(1, 2, 2, 2), "s", "w", "m")
                .build("y");

        assertThatRewrite(new FoldAddBeforeWeights()).on(graph).doesNotFire();
    }

    @Test
    void anActivationBetweenStopsTheFold() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .counting("w", 2, 1, 1, 2)
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.VALID, 1).with("fused_activation_function", ActivationFunction.RELU),
                        "c",
                        PICTURE,
                        "x",
                        "w")
                .floats("f", Ints.of(2), 10, 100)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", PICTURE, "c", "f")
                .build("y");

        assertThatRewrite(new FoldMultiplyIntoWeights(), new FoldAddIntoBias())
                .on(graph)
                .doesNotFire();
    }

    @Test
    void aDifferenceWithAConstantIsASum() {
        assertThatRewrite(new ReplaceSubtract())
                .on(combined(BuiltinOperator.SUB, OptionsTable.SUB, 3, -4))
                .becomes("y = ADD(x, f)")
                .withOperand(1, -3, 4);
    }

    @Test
    void aQuotientWithAConstantIsAProduct() {
        assertThatRewrite(new ReplaceDivide())
                .on(combined(BuiltinOperator.DIV, OptionsTable.DIV, 4, -10))
                .becomes("y = MUL(x, f)")
                .withOperand(1, 0.25f, -0.1f);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY})
    void aDivisorWhoseInverseIsNotPreciseStays(float divisor) {
        assertThatRewrite(new ReplaceDivide())
                .on(combined(BuiltinOperator.DIV, OptionsTable.DIV, 4, divisor))
                .doesNotFire();
    }

    @Test
    void aQuotientWhoseFloorIsTakenStays() {
        Graph graph = quotient()
                .operator(BuiltinOperator.FLOOR, OptionsTable.NONE, "z", PICTURE, "y")
                .build("z");

        assertThatRewrite(new ReplaceDivide()).on(graph).doesNotFire();
    }

    @Test
    void aConstantThatOthersUseIsNotCopiedWhereItIsLarge() {
        int[] large = {1, 32, 32, 2};
        Graph graph = new Sketch()
                .input("x", large)
                .counting("f", large)
                .operator(BuiltinOperator.SUB, OptionsTable.SUB, "y", Ints.of(large), "x", "f")
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "z", Ints.of(large), "y", "f")
                .build("z");

        assertThatRewrite(new ReplaceSubtract()).on(graph).doesNotFire();
    }

    @ParameterizedTest
    @CsvSource({"MUL, 20, 100", "ADD, 12, 25"})
    void twoConstantsAreOne(BuiltinOperator kind, float first, float second) {
        Options options = Options.of(kind == BuiltinOperator.MUL ? OptionsTable.MUL : OptionsTable.ADD);
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), 10, 5)
                .operator(kind, options, "a", PICTURE, "f", "x")
                .floats("g", Ints.of(1, 1, 2), 2, 20)
                .operator(
                        kind,
                        options.with("fused_activation_function", ActivationFunction.RELU),
                        "y",
                        PICTURE,
                        "a",
                        "g")
                .build("y");

        assertThatRewrite(new FoldConstantOfConstant())
                .on(graph)
                .becomes("y = " + kind + "(x, f) RELU")
                .withOperand(1, first, second);
    }

    @Test
    void twoConstantsThatSpanMoreThanEitherStayTwo() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .counting("f", 2, 1)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "a", PICTURE, "x", "f")
                .counting("g", 1, 2)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", PICTURE, "a", "g")
                .build("y");

        assertThatRewrite(new FoldConstantOfConstant()).on(graph).doesNotFire();
    }

    @Test
    void aSumAndAProductAreNotMixed() {
        Graph graph = new Sketch()
                .input("x", -1, 2, 2, 2)
                .counting("f", 2)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "a", PICTURE, "x", "f")
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", PICTURE, "a", "f")
                .build("y");

        assertThatRewrite(new FoldConstantOfConstant()).on(graph).doesNotFire();
    }

    private static Options transposed() {
        return Options.of(OptionsTable.TRANSPOSE_CONV)
                .with("padding", Padding.VALID)
                .with("stride_h", 1)
                .with("stride_w", 1);
    }

    private static Sketch quotient() {
        return new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), 3, 7)
                .operator(BuiltinOperator.DIV, OptionsTable.DIV, "y", PICTURE, "x", "f");
    }

    private static Graph combined(BuiltinOperator kind, OptionsTable table, float... constant) {
        return new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), constant)
                .operator(kind, table, "y", PICTURE, "x", "f")
                .build("y");
    }

    /** {@code y = conv(x, w, b) * f}. */
    private static Sketch product(Ints shape, float... factors) {
        return convolved()
                .floats("f", shape, factors)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", PICTURE, "c", "f");
    }

    /** {@code c = conv(x, w, b)} with two channels and weights of 1 by 1. */
    private static Sketch convolved() {
        return new Sketch()
                .input("x", -1, 2, 2, 2)
                .counting("w", 2, 1, 1, 2)
                .counting("b", 2)
                .operator(BuiltinOperator.CONV_2D, Sketch.convolution(Padding.VALID, 1), "c", PICTURE, "x", "w", "b");
    }

    /** Something per channel, then a convolution with a window of 2 by 2. */
    private static Graph before(BuiltinOperator kind, OptionsTable table, Padding padding, int side) {
        Ints output = Ints.of(-1, side, side, 1);
        return new Sketch()
                .input("x", -1, 2, 2, 2)
                .floats("f", Ints.of(2), 10, 100)
                .operator(kind, table, "m", PICTURE, "x", "f")
                .counting("w", 1, 2, 2, 2)
                .counting("b", 1)
                .operator(BuiltinOperator.CONV_2D, Sketch.convolution(padding, 1), "y", output, "m", "w", "b")
                .build("y");
    }

    /** The values of the second operand of an operator. */
    private static float[] constant(Graph graph, int operator) {
        int tensor = graph.main().operators().get(operator).inputs().get(1);
        float[] values = new float[(int) graph.main().tensor(tensor).elements()];
        graph.main().tensor(tensor).buffer().asFloats().get(values);
        return values;
    }
}
