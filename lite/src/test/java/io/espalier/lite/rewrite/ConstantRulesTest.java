// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatPass;
import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.FoldComputedShape;
import io.espalier.lite.rewrite.rule.FoldConstants;
import io.espalier.lite.rewrite.rule.FoldShape;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import org.junit.jupiter.api.Test;

/** What is computed once, and what shapes are told. The values are compared with the runtime's in its own module. */
class ConstantRulesTest {
    private static final Ints ROW = Ints.of(-1, 4);

    @Test
    void anOperatorOnConstantsIsComputedOnceAndSoIsTheNext() {
        Sketch sketch = x().counting("c", 2, 2).ints("s", Ints.of(1), 4);

        assertThatRewrite(new FoldConstants())
                .on(sketch.operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "r", Ints.of(4), "c", "s")
                        .operator(BuiltinOperator.NEG, OptionsTable.NEG, "n", Ints.of(4), "r")
                        .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", ROW, "x", "n")
                        .build("y"))
                .becomes("y = ADD(x, n)")
                .withOperand(1, -1, -2, -3, -4);
    }

    @Test
    void anOutputOfTheGraphIsComputedAsBefore() {
        assertThatRewrite(new FoldConstants())
                .on(x().counting("c", 4)
                        .operator(BuiltinOperator.NEG, OptionsTable.NEG, "y", Ints.of(4), "c")
                        .build("y"))
                .doesNotFire();
    }

    @Test
    void aFileDoesNotGrowForAFill() {
        assertThatRewrite(new FoldConstants()).on(filled(16)).becomes("y = MUL(x, f)");
        assertThatRewrite(new FoldConstants()).on(filled(1024)).doesNotFire();
    }

    @Test
    void aLargeConstantTakesThePlaceOfALargeOneThatGoes() {
        Sketch sketch = x().counting("c", 40, 50).ints("p", Ints.of(2), 1, 0);
        sketch.operator(BuiltinOperator.TRANSPOSE, OptionsTable.TRANSPOSE, "t", Ints.of(50, 40), "c", "p")
                .operator(BuiltinOperator.NEG, OptionsTable.NEG, "y", Ints.of(50, 40), "t");

        assertThatRewrite(new FoldConstants()).on(sketch.build("y")).becomes("y = NEG(t)");
        assertThatRewrite(new FoldConstants())
                .on(sketch.operator(BuiltinOperator.ABS, OptionsTable.ABS, "z", Ints.of(40, 50), "c")
                        .build("y", "z"))
                .doesNotFire();
    }

    @Test
    void whatOverflowsIsLeftToTheKernels() {
        assertThatRewrite(new FoldConstants())
                .on(x().floats("c", Ints.of(4), 0, 1, 2, 3)
                        .floats("d", Ints.of(4), 0, 1, 2, 3)
                        .operator(BuiltinOperator.DIV, OptionsTable.DIV, "q", Ints.of(4), "c", "d")
                        .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", ROW, "x", "q")
                        .build("y"))
                .doesNotFire();
    }

    @Test
    void aComputedShapeOfOneDynamicSizeIsTold() {
        assertThatRewrite(new FoldComputedShape()).on(reshaped(Ints.of(-1, 8))).becomes("y = RESHAPE(x, y/shape)");
        assertThatRewrite(new FoldComputedShape()).on(reshaped(Ints.of(-1, -1))).doesNotFire();
    }

    @Test
    void aComputedShapeStaysWhereNothingIsMarkedAsDynamic() {
        assertThatRewrite(new FoldComputedShape()).on(reshaped(Ints.of(1, 8))).doesNotFire();
    }

    @Test
    void aStaticShapeIsToldWhereDynamicOnesAreMarked() {
        Sketch marked = new Sketch().input("x", 2, 4).input("z", -1, 4);

        assertThatRewrite(new FoldShape()).on(shapeOf(marked)).becomes("y = FILL(s, v)");
        assertThatRewrite(new FoldShape())
                .on(shapeOf(new Sketch().input("x", 2, 4)))
                .doesNotFire();
        assertThatRewrite(new FoldShape()).on(shapeOf(x())).doesNotFire();
    }

    @Test
    void equalOperatorsAreComputedOnceWithAllThatFollows() {
        Graph graph = x().operator(BuiltinOperator.TANH, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "b", ROW, "x")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "c", ROW, "a")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "d", ROW, "b")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", ROW, "c", "d")
                .build("y");

        assertThatPass(new ShareEqualOperators()).on(graph).becomes("a = TANH(x)", "c = RELU(a)", "y = ADD(c, c)");
    }

    @Test
    void outputsOfTheGraphAndOtherOptionsAreNotShared() {
        Options softmax = Options.of(OptionsTable.SOFTMAX);
        Graph outputs = x().operator(BuiltinOperator.TANH, OptionsTable.NONE, "y", ROW, "x")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "z", ROW, "x")
                .build("y", "z");
        Graph options = x().operator(BuiltinOperator.SOFTMAX, softmax.with("beta", 1f), "a", ROW, "x")
                .operator(BuiltinOperator.SOFTMAX, softmax.with("beta", 2f), "b", ROW, "x")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", ROW, "a", "b")
                .build("y");

        assertThatPass(new ShareEqualOperators()).on(outputs).doesNotFire();
        assertThatPass(new ShareEqualOperators()).on(options).doesNotFire();
    }

    @Test
    void randomNumbersAreDrawnEachForItself() {
        Options seed = Options.of(OptionsTable.RANDOM).with("seed", 1);
        Graph graph = x().ints("s", Ints.of(2), 1, 4)
                .operator(BuiltinOperator.RANDOM_UNIFORM, seed, "a", Ints.of(1, 4), "s")
                .operator(BuiltinOperator.RANDOM_UNIFORM, seed, "b", Ints.of(1, 4), "s")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", Ints.of(1, 4), "a", "b")
                .build("y");

        assertThatPass(new ShareEqualOperators()).on(graph).doesNotFire();
    }

    private static Graph filled(int size) {
        return new Sketch()
                .input("x", -1, size)
                .ints("d", Ints.of(1), size)
                .floats("v", Ints.EMPTY, 3)
                .operator(BuiltinOperator.FILL, OptionsTable.FILL, "f", Ints.of(size), "d", "v")
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", Ints.of(-1, size), "x", "f")
                .build("y");
    }

    private static Graph reshaped(Ints to) {
        return new Sketch()
                .input("x", to.get(0), 2, 4)
                .operator(BuiltinOperator.SHAPE, OptionsTable.SHAPE, TensorType.INT32, "s", Ints.of(3), "x")
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "y", to, "x", "s")
                .build("y");
    }

    private static Graph shapeOf(Sketch sketch) {
        return sketch.floats("v", Ints.EMPTY, 3)
                .operator(BuiltinOperator.SHAPE, OptionsTable.SHAPE, TensorType.INT32, "s", Ints.of(2), "x")
                .operator(BuiltinOperator.FILL, OptionsTable.FILL, "y", Ints.of(2, 4), "s", "v")
                .build("y");
    }

    private static Sketch x() {
        return new Sketch().input("x", -1, 4);
    }
}
