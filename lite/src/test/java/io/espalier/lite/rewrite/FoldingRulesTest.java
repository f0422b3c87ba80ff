// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.FoldAddBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldAddIntoBias;
import io.espalier.lite.rewrite.rule.FoldMultiplyBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldMultiplyIntoWeights;
import io.espalier.lite.schema.ActivationFunction;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.Padding;
import org.junit.jupiter.api.Test;

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
}
