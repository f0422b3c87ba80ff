// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatPass;
import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.rule.FuseActivation;
import io.espalier.lite.rewrite.rule.ReplacePointwiseOfReshape;
import io.espalier.lite.rewrite.rule.StripIdentityReshape;
import io.espalier.lite.rewrite.rule.StripReshapeBeforeFullyConnected;
import io.espalier.lite.rewrite.rule.StripReshapeOfReshape;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusingAndStrippingRulesTest {
    private static final Ints ROW = Ints.of(-1, 4);

    @ParameterizedTest
    @CsvSource({"RELU, RELU", "RELU6, RELU6", "RELU_N1_TO_1, RELU_N1_TO_1"})
    void anOperatorClampsItsOwnOutput(BuiltinOperator activation, String fused) {
        assertThatRewrite(new FuseActivation())
                .on(activated(activation).build("y"))
                .becomes("y = ADD(x, x) " + fused);
    }

    @Test
    void noKernelFusesTanh() {
        assertThatRewrite(new FuseActivation())
                .on(activated(BuiltinOperator.TANH).build("y"))
                .doesNotFire();
    }

    @Test
    void anOutputOfTheGraphIsNotFusedAway() {
        assertThatRewrite(new FuseActivation())
                .on(activated(BuiltinOperator.RELU).build("y", "a"))
                .doesNotFire();
    }

    @Test
    void aSecondActivationIsLeftToItself() {
        Graph graph = activated(BuiltinOperator.RELU)
                .operator(BuiltinOperator.RELU6, OptionsTable.NONE, "z", ROW, "y")
                .build("z");

        assertThatRewrite(new FuseActivation()).on(graph).becomes("y = ADD(x, x) RELU", "z = RELU6(y)");
    }

    @Test
    void reshapesToTheSameShapeGo() {
        Graph graph = reshaped(new Sketch().input("x", -1, 4), "r", ROW, "x")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "y", ROW, "r")
                .build("y");

        assertThatRewrite(new StripIdentityReshape()).on(graph).becomes("y = TANH(x)");
    }

    @Test
    void aReshapeThatIsTheOutputLetsItsProducerWriteThere() {
        Sketch sketch = activated(BuiltinOperator.TANH);

        assertThatRewrite(new StripIdentityReshape())
                .on(reshaped(sketch, "z", ROW, "y").build("z"))
                .becomes("a = ADD(x, x)", "z = TANH(a)");
    }

    @Test
    void aReshapeFromTheInputToTheOutputStays() {
        assertThatRewrite(new StripIdentityReshape())
                .on(reshaped(new Sketch().input("x", -1, 4), "y", ROW, "x").build("y"))
                .doesNotFire();
    }

    @Test
    void aReshapeThatNobodyUsesGoesToo() {
        Graph graph = reshaped(new Sketch().input("x", -1, 4), "r", ROW, "x")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "y", ROW, "x")
                .build("y");

        assertThatRewrite(new StripIdentityReshape()).on(graph).becomes("y = TANH(x)");
    }

    @Test
    void ofTwoReshapesTheLastCounts() {
        Sketch once = reshaped(new Sketch().input("x", -1, 4), "a", Ints.of(-1, 2, 2), "x");

        assertThatRewrite(new StripReshapeOfReshape())
                .on(reshaped(once, "y", Ints.of(-1, 4, 1), "a").build("y"))
                .becomes("y = RESHAPE(x, y/shape)");
    }

    @Test
    void whatIsDoneToEachChannelIsDoneBeforeReshaping() {
        Sketch sketch = reshaped(activated(BuiltinOperator.RELU), "r", Ints.of(-1, 2, 4), "y")
                .counting("c", 4);
        sketch.operator(BuiltinOperator.MUL, OptionsTable.MUL, "m", Ints.of(-1, 2, 4), "c", "r");
        sketch.operator(BuiltinOperator.TANH, OptionsTable.NONE, "z", Ints.of(-1, 2, 4), "m");

        assertThatRewrite(new ReplacePointwiseOfReshape())
                .on(sketch.build("z"))
                .becomes(
                        "a = ADD(x, x)",
                        "y = RELU(a)",
                        "m = MUL(c, y)",
                        "z/unshaped = TANH(m)",
                        "z = RESHAPE(z/unshaped, r/shape)");
    }

    @Test
    void whatIsDoneToChannelsThatReshapingMakesIsDoneAfterIt() {
        Sketch sketch = reshaped(activated(BuiltinOperator.RELU), "r", Ints.of(-1, 2, 2), "y")
                .counting("c", 2);
        sketch.operator(BuiltinOperator.MUL, OptionsTable.MUL, "z", Ints.of(-1, 2, 2), "r", "c");

        assertThatRewrite(new ReplacePointwiseOfReshape()).on(sketch.build("z")).doesNotFire();
    }

    @Test
    void aReshapeThatOthersUseTooStaysBeforeWhatIsDone() {
        Sketch sketch = reshaped(activated(BuiltinOperator.RELU), "r", Ints.of(-1, 2, 2), "y");
        sketch.operator(BuiltinOperator.TANH, OptionsTable.NONE, "z", Ints.of(-1, 2, 2), "r");

        assertThatRewrite(new ReplacePointwiseOfReshape())
                .on(sketch.build("z", "r"))
                .doesNotFire();
    }

    @Test
    void flatteningIsLeftToTheFullyConnected() {
        assertThatRewrite(new StripReshapeBeforeFullyConnected())
                .on(flattened(Ints.of(-1, 2, 2), ROW))
                .becomes("y = FULLY_CONNECTED(x, w)");
    }

    @Test
    void rowsThatAFullyConnectedFlattensNeedNoOtherShapeBefore() {
        Sketch sketch = new Sketch().input("x", -1, 1, 2, 3).counting("w", 1, 6);

        assertThatRewrite(new StripReshapeBeforeFullyConnected())
                .on(reshaped(sketch, "r", Ints.of(-1, 2, 3), "x")
                        .operator(
                                BuiltinOperator.FULLY_CONNECTED,
                                OptionsTable.FULLY_CONNECTED,
                                "y",
                                Ints.of(-1, 1),
                                "r",
                                "w")
                        .build("y"))
                .becomes("y = FULLY_CONNECTED(x, w)");
    }

    @Test
    void aReshapeThatMixesExamplesStays() {
        assertThatRewrite(new StripReshapeBeforeFullyConnected())
                .on(flattened(Ints.of(2, 2, 2), Ints.of(1, 8)))
                .doesNotFire();
    }

    @Test
    void equalConstantsAreShared() {
        Sketch sketch = reshaped(new Sketch().input("x", -1, 4), "a", Ints.of(-1, 2, 2), "x");

        assertThatPass(new ShareEqualConstants())
                .on(reshaped(sketch, "b", Ints.of(-1, 2, 2), "x").build("a", "b"))
                .becomes("a = RESHAPE(x, a/shape)", "b = RESHAPE(x, a/shape)");
    }

    @Test
    void unusedOperatorsAndTensorsGo() {
        Graph graph = activated(BuiltinOperator.RELU)
                .counting("nobody's", 3)
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "t", ROW, "a")
                .operator(BuiltinOperator.TANH, OptionsTable.NONE, "u", ROW, "t")
                .build("y");

        Graph operators = assertThatPass(new StripUnusedOperators())
                .on(graph)
                .becomes("a = ADD(x, x)", "y = RELU(a)")
                .after();
        Graph tensors = assertThatPass(new StripUnusedTensors())
                .on(operators)
                .becomes("a = ADD(x, x)", "y = RELU(a)")
                .after();

        assertThat(tensors.main().tensors()).extracting(Tensor::name).containsExactly("x", "a", "y");
    }

    private static Sketch activated(BuiltinOperator activation) {
        return new Sketch()
                .input("x", -1, 4)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "a", ROW, "x", "x")
                .operator(activation, OptionsTable.NONE, "y", ROW, "a");
    }

    private static Sketch reshaped(Sketch sketch, String output, Ints shape, String input) {
        return sketch.ints(output + "/shape", Ints.of(shape.size()), shape.toArray())
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, output, shape, input, output + "/shape");
    }

    private static Graph flattened(Ints from, Ints to) {
        Sketch sketch = new Sketch().input("x", from.toArray()).counting("w", 1, to.get(1));
        Ints output = Ints.of(to.get(0), 1);
        return reshaped(sketch, "r", to, "x")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", output, "r", "w")
                .build("y");
    }
}
