// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.FusePadding;
import io.espalier.lite.rewrite.rule.ReplaceUnevenPadding;
import io.espalier.lite.rewrite.rule.StripNeedlessPadding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingRulesTest {
    @ParameterizedTest(name = "window {1}, stride {2} over {0}: {3}")
    @CsvSource({"4, 1, 1, VALID", "4, 2, 2, VALID", "5, 1, 2, VALID", "4, 1, 2, VALID", "5, 3, 2, SAME", "4, 3, 1, SAME"
    })
    void paddingThatAddsNothingIsCalledValid(int size, int window, int stride, Padding expected) {
        Graph after = RuleSet.of(new StripNeedlessPadding()).apply(same(size, window, window, stride));

        assertThat(Sketch.describe(after)).containsExactly("y = CONV_2D(x, w) " + expected);
    }

    @Test
    void paddingInOneDimensionThatIsNegativeInTheOtherIsDoneByAnOperator() {
        assertThatRewrite(new ReplaceUnevenPadding())
                .on(same(6, 3, 1, 2))
                .becomes("y/padded = PAD(x, y/paddings)", "y = CONV_2D(y/padded, w) VALID");
        assertThatRewrite(new ReplaceUnevenPadding()).on(same(6, 3, 3, 2)).doesNotFire();
    }

    @Test
    void paddingAsKerasDoesItBeforeAStrideOfTwoIsTheConvolutionsOwn() {
        assertThatRewrite(new FusePadding()).on(padded(0, 1)).becomes("y = CONV_2D(x, w) SAME");
    }

    @Test
    void paddingOnTheOtherSideIsNot() {
        assertThatRewrite(new FusePadding()).on(padded(1, 0)).doesNotFire();
    }

    @Test
    void paddingWithZerosByAnyNameIsThatOfTheConvolution() {
        assertThatRewrite(new FusePadding()).on(paddedWith(0)).becomes("y = CONV_2D(x, w) SAME");
        assertThatRewrite(new FusePadding()).on(paddedWith(1)).doesNotFire();
    }

    @Test
    void reflectedPaddingStays() {
        Graph graph = convolution(new Sketch()
                .input("x", -1, 4, 4, 1)
                .ints("p", Ints.of(4, 2), 0, 0, 0, 1, 0, 1, 0, 0)
                .operator(BuiltinOperator.MIRROR_PAD, OptionsTable.MIRROR_PAD, "a", Ints.of(-1, 5, 5, 1), "x", "p"));

        assertThatRewrite(new FusePadding()).on(graph).doesNotFire();
    }

    @Test
    void zerosAroundWhatIsNeverNegativeAreNeverTheLargest() {
        assertThatRewrite(new FusePadding())
                .on(pooled(BuiltinOperator.RELU, BuiltinOperator.MAX_POOL_2D))
                .becomes("r = RELU(x)", "y = MAX_POOL_2D(r) SAME");
        assertThatRewrite(new FusePadding())
                .on(pooled(BuiltinOperator.TANH, BuiltinOperator.MAX_POOL_2D))
                .doesNotFire();
    }

    @Test
    void zerosCountInAMean() {
        assertThatRewrite(new FusePadding())
                .on(pooled(BuiltinOperator.RELU, BuiltinOperator.AVERAGE_POOL_2D))
                .doesNotFire();
    }

    private static Graph pooled(BuiltinOperator activation, BuiltinOperator pool) {
        Options options = Options.of(OptionsTable.POOL_2D)
                .with("padding", Padding.VALID)
                .with("stride_h", 2)
                .with("stride_w", 2)
                .with("filter_height", 3)
                .with("filter_width", 3);
        return new Sketch()
                .input("x", -1, 4, 4, 1)
                .operator(activation, OptionsTable.NONE, "r", Ints.of(-1, 4, 4, 1), "x")
                .ints("p", Ints.of(4, 2), 0, 0, 0, 1, 0, 1, 0, 0)
                .operator(BuiltinOperator.PAD, OptionsTable.PAD, "a", Ints.of(-1, 5, 5, 1), "r", "p")
                .operator(pool, options, "y", Ints.of(-1, 2, 2, 1), "a")
                .build("y");
    }

    private static Graph paddedWith(float value) {
        return convolution(new Sketch()
                .input("x", -1, 4, 4, 1)
                .ints("p", Ints.of(4, 2), 0, 0, 0, 1, 0, 1, 0, 0)
                .floats("v", Ints.of(1), value)
                .operator(BuiltinOperator.PADV2, OptionsTable.PADV2, "a", Ints.of(-1, 5, 5, 1), "x", "p", "v"));
    }

    private static Graph same(int size, int height, int width, int stride) {
        int stops = (size + stride - 1) / stride;
        Ints output = Ints.of(-1, stops, stops, 1);
        return new Sketch()
                .input("x", -1, size, size, 1)
                .counting("w", 1, height, width, 1)
                .operator(BuiltinOperator.CONV_2D, Sketch.convolution(Padding.SAME, stride), "y", output, "x", "w")
                .build("y");
    }

    private static Graph padded(int before, int after) {
        return convolution(new Sketch()
                .input("x", -1, 4, 4, 1)
                .ints("p", Ints.of(4, 2), 0, 0, before, after, before, after, 0, 0)
                .operator(BuiltinOperator.PAD, OptionsTable.PAD, "a", Ints.of(-1, 5, 5, 1), "x", "p"));
    }

    private static Graph convolution(Sketch sketch) {
        return sketch.counting("w", 1, 3, 3, 1)
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.VALID, 2),
                        "y",
                        Ints.of(-1, 2, 2, 1),
                        "a",
                        "w")
                .build("y");
    }
}
