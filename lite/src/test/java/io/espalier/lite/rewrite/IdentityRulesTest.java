// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.ReplaceReductionByReshape;
import io.espalier.lite.rewrite.rule.ReplaceWholePoolByMean;
import io.espalier.lite.rewrite.rule.Rewrite;
import io.espalier.lite.rewrite.rule.StripEmptyPad;
import io.espalier.lite.rewrite.rule.StripIdentityCast;
import io.espalier.lite.rewrite.rule.StripIdentityReshape;
import io.espalier.lite.rewrite.rule.StripIdentityTile;
import io.espalier.lite.rewrite.rule.StripJoinOfOne;
import io.espalier.lite.rewrite.rule.StripNeutralConstant;
import io.espalier.lite.rewrite.rule.StripWholeSlice;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators that give their input as their output. */
class IdentityRulesTest {
    private static final Ints ROW = Ints.of(-1, 4);
    private static final Options STRIDED_SLICE = Options.of(OptionsTable.STRIDED_SLICE);

    @Test
    void squeezingNothingIsAReshapeToTheSameShape() {
        assertStripped(
                new StripIdentityReshape(), x().operator(BuiltinOperator.SQUEEZE, OptionsTable.SQUEEZE, "r", ROW, "x"));
    }

    @Test
    void aCastToTheSameTypeGoes() {
        assertStripped(new StripIdentityCast(), x().operator(BuiltinOperator.CAST, OptionsTable.CAST, "r", ROW, "x"));
    }

    @Test
    void aSliceOfEverythingGoes() {
        assertStripped(new StripWholeSlice(), slice(0, 0, -1, 4));
        assertKept(new StripWholeSlice(), slice(0, 1, -1, -1));
        assertKept(new StripWholeSlice(), slice(0, 0, 1, 4));
    }

    @ParameterizedTest(name = "begin {0} to {1} by {2}, masks {3} and {4}: {5}")
    @CsvSource({
        "0, 4, 1, 1, 1, true",
        "0, 9, 1, 0, 1, true",
        "1, 4, 1, 2, 1, true",
        "1, 4, 1, 1, 1, false",
        "0, 4, 1, 0, 0, false",
        "0, 4, -1, 3, 3, false",
        "0, 2, 1, 1, 1, false",
        "0, 2, 1, 1, 3, true"
    })
    void aStridedSliceOfEverythingGoes(int begin, int end, int stride, int beginMask, int endMask, boolean whole) {
        Sketch sketch = x().ints("b", Ints.of(2), 0, begin)
                .ints("e", Ints.of(2), 1, end)
                .ints("s", Ints.of(2), 1, stride)
                .operator(
                        BuiltinOperator.STRIDED_SLICE,
                        STRIDED_SLICE.with("begin_mask", beginMask).with("end_mask", endMask),
                        "r",
                        ROW,
                        "x",
                        "b",
                        "e",
                        "s");

        if (whole) {
            assertStripped(new StripWholeSlice(), sketch);
        } else {
            assertKept(new StripWholeSlice(), sketch);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAD", "MIRROR_PAD"})
    void paddingOfNothingGoes(BuiltinOperator kind) {
        assertStripped(new StripEmptyPad(), padded(kind, 0));
        assertKept(new StripEmptyPad(), padded(kind, 1));
    }

    @Test
    void tilingOnceGoes() {
        assertStripped(new StripIdentityTile(), tiled(1));
        assertKept(new StripIdentityTile(), tiled(2));
    }

    @Test
    void broadcastingToTheSameStaticShapeGoes() {
        assertStripped(new StripIdentityTile(), broadcast(2));
        assertKept(new StripIdentityTile(), broadcast(-1));
    }

    @Test
    void joiningOneAndSplittingIntoOneGo() {
        Options one = Options.of(OptionsTable.SPLIT).with("num_splits", 1);

        assertStripped(
                new StripJoinOfOne(),
                x().operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "r", ROW, "x"));
        assertStripped(
                new StripJoinOfOne(),
                x().ints("a", Ints.EMPTY, 1).operator(BuiltinOperator.SPLIT, one, "r", ROW, "a", "x"));
        assertKept(
                new StripJoinOfOne(),
                x().operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "r", Ints.of(-1, 8), "x", "x"));
    }

    @Test
    void aSplitIntoOneLetsItsProducerWriteTheOutput() {
        Graph graph = x().operator(BuiltinOperator.TANH, OptionsTable.NONE, "t", ROW, "x")
                .ints("a", Ints.EMPTY, 1)
                .operator(
                        BuiltinOperator.SPLIT, Options.of(OptionsTable.SPLIT).with("num_splits", 1), "y", ROW, "a", "t")
                .build("y");

        assertThatRewrite(new StripJoinOfOne()).on(graph).becomes("y = TANH(x)");
    }

    @ParameterizedTest
    @CsvSource({"MUL, 1, true", "ADD, 0, true", "MUL, 0, false", "ADD, 1, false"})
    void aConstantThatDoesNothingGoes(BuiltinOperator kind, float value, boolean neutral) {
        Options options = Options.of(kind == BuiltinOperator.MUL ? OptionsTable.MUL : OptionsTable.ADD);
        Sketch sketch =
                x().floats("c", Ints.of(1, 4), value, value, value, value).operator(kind, options, "r", ROW, "c", "x");

        if (neutral) {
            assertStripped(new StripNeutralConstant(), sketch);
        } else {
            assertKept(new StripNeutralConstant(), sketch);
        }
    }

    @Test
    void aConstantThatBroadcastsOrClampsDoesSomething() {
        Options relu = Options.of(OptionsTable.MUL).with("fused_activation_function", ActivationFunction.RELU);

        assertKept(
                new StripNeutralConstant(),
                x().floats("c", Ints.of(2, 1), 1, 1)
                        .operator(BuiltinOperator.MUL, OptionsTable.MUL, "r", ROW, "x", "c"));
        assertKept(
                new StripNeutralConstant(),
                x().floats("c", Ints.EMPTY, 1).operator(BuiltinOperator.MUL, relu, "r", ROW, "x", "c"));
    }

    @Test
    void whatIsAloneIsItsOwnMean() {
        Options flat = Options.of(OptionsTable.REDUCER);
        Graph graph = new Sketch()
                .input("x", -1, 1, 1, 4)
                .ints("a", Ints.of(2), 1, -2)
                .operator(BuiltinOperator.MEAN, flat, "y", ROW, "x", "a")
                .build("y");

        assertThatRewrite(new ReplaceReductionByReshape()).on(graph).becomes("y = RESHAPE(x, y/shape)");
        assertKept(
                new ReplaceReductionByReshape(),
                x().ints("a", Ints.of(1), 0)
                        .operator(BuiltinOperator.SUM, flat.with("keep_dims", true), "r", Ints.of(1, 4), "x", "a"));
    }

    @ParameterizedTest
    @CsvSource({"8, 8, VALID, true", "4, 8, VALID, false", "8, 8, SAME, false"})
    void aPoolOverTheWholePictureIsAMean(int height, int width, Padding padding, boolean isMean) {
        Options window = Options.of(OptionsTable.POOL_2D)
                .with("padding", padding)
                .with("stride_h", 8)
                .with("stride_w", 8)
                .with("filter_height", height)
                .with("filter_width", width);
        Sketch pool = new Sketch()
                .input("x", -1, 8, 8, 4)
                .operator(BuiltinOperator.AVERAGE_POOL_2D, window, "r", Ints.of(-1, 1, 1, 4), "x");

        if (isMean) {
            assertThatRewrite(new ReplaceWholePoolByMean()).on(pool.build("r")).becomes("r = MEAN(x, r/axes)");
        } else {
            assertKept(new ReplaceWholePoolByMean(), pool);
        }
    }

    private static Sketch slice(int firstBegin, int begin, int firstSize, int size) {
        return x().ints("b", Ints.of(2), firstBegin, begin)
                .ints("s", Ints.of(2), firstSize, size)
                .operator(BuiltinOperator.SLICE, OptionsTable.SLICE, "r", ROW, "x", "b", "s");
    }

    private static Sketch padded(BuiltinOperator kind, int after) {
        OptionsTable table = kind == BuiltinOperator.PAD ? OptionsTable.PAD : OptionsTable.MIRROR_PAD;
        return x().ints("p", Ints.of(2, 2), 0, 0, 0, after)
                .operator(kind, table, "r", Ints.of(-1, 4 + after), "x", "p");
    }

    private static Sketch tiled(int times) {
        return x().ints("m", Ints.of(2), times, 1)
                .operator(BuiltinOperator.TILE, OptionsTable.TILE, "r", ROW, "x", "m");
    }

    private static Sketch broadcast(int batch) {
        return new Sketch()
                .input("x", batch, 4)
                .ints("s", Ints.of(2), 2, 4)
                .operator(BuiltinOperator.BROADCAST_TO, OptionsTable.BROADCAST_TO, "r", Ints.of(2, 4), "x", "s");
    }

    private static Sketch x() {
        return new Sketch().input("x", -1, 4);
    }

    private static void assertStripped(Rewrite rule, Sketch untilR) {
        assertThatRewrite(rule).on(used(untilR)).becomes("y = TANH(x)");
    }

    private static void assertKept(Rewrite rule, Sketch untilR) {
        assertThatRewrite(rule).on(used(untilR)).doesNotFire();
    }

    private static Graph used(Sketch untilR) {
        return untilR.operator(BuiltinOperator.TANH, OptionsTable.NONE, "y", ROW, "r")
                .build("y");
    }
}
