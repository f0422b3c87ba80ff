// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.lite.sparse.SparseEncoder;
import io.espalier.lite.sparse.SparseLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphVerifierTest {
    // tensors: 0 x, 1 w, 2 b, 3 c, 4 y
    private static final Graph SOUND = new Sketch()
            .input("x", -1, 4, 4, 2)
            .counting("w", 3, 1, 1, 2)
            .counting("b", 3)
            .operator(
                    BuiltinOperator.CONV_2D,
                    Sketch.convolution(Padding.SAME, 1),
                    "c",
                    Ints.of(-1, 4, 4, 3),
                    "x",
                    "w",
                    "b")
            .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", Ints.of(-1, 4, 4, 3), "c")
            .build("y");

    static Stream<Arguments> broken() {
        UnaryOperator<Subgraph> reversed = GraphVerifierTest::reversed;
        Quantization twoScales = Quantization.perChannel(Floats.of(1, 2), 0);
        return Stream.of(
                Arguments.of("ProducedOnce", "operator 1 (RELU) computes tensor 3 ('c'), which operator 0", output(3)),
                Arguments.of("ProducedOnce", "which is an input", output(0)),
                Arguments.of("ProducedOnce", "which is a constant", output(2)),
                Arguments.of("TopologicalOrder", "uses tensor 3 ('c'), which is computed later", reversed),
                Arguments.of("TopologicalOrder", "never computed", tensor(1, w -> w.withBuffer(Buffer.EMPTY))),
                Arguments.of(
                        "ConstantSizes",
                        "needs 12 bytes, but has 8",
                        tensor(2, b -> b.withBuffer(Buffer.ofFloats(1, 2)))),
                Arguments.of(
                        "QuantizationParameters",
                        "2 scales along dimension 0",
                        tensor(1, w -> w.withQuantization(twoScales))),
                Arguments.of("OperandRoles", "operator 1 (RELU): has 2 inputs; expected 1", inputs(1, 3, 3)),
                Arguments.of("OperandRoles", "has 1 inputs; expected 2 to 3", inputs(0, 0)),
                Arguments.of("OperandRoles", "required input 1 is missing", inputs(0, 0, Operator.ABSENT, 2)),
                Arguments.of(
                        "OperandRoles", "is a bias and cannot be INT8", tensor(2, b -> b.withType(TensorType.INT8))),
                Arguments.of(
                        "WeightShapes",
                        "do not divide those of the input",
                        tensor(0, x -> x.withDynamicShape(Ints.of(-1, 4, 4, 3)))),
                Arguments.of(
                        "WeightShapes",
                        "do not match the channels",
                        tensor(3, c -> c.withDynamicShape(Ints.of(-1, 4, 4, 2)))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("broken")
    void whatIsWrongIsNamedWithItsPlace(String check, String message, UnaryOperator<Subgraph> breaking) {
        Graph broken = SOUND.withMain(breaking.apply(SOUND.main()));

        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> GraphVerifier.verify(broken))
                .withMessageContainingAll(check, "subgraph 'main'", message);
    }

    @Test
    void rowsThatKeepTheirDimensionsAreAsLongAsTheWeights() {
        Options keeping = Options.of(OptionsTable.FULLY_CONNECTED).with("keep_num_dims", true);
        Graph graph = new Sketch()
                .input("x", 1, 8, 8)
                .counting("w", 3, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, keeping, "y", Ints.of(1, 8, 3), "x", "w")
                .build("y");

        assertThat(GraphVerifier.problems(graph))
                .singleElement()
                .asString()
                .contains("weights [3, 4] do not match the elements of the input [1, 8, 8]");
    }

    /** XNNPACK of TFLite 2.20 goes by the option alone. */
    @ParameterizedTest
    @CsvSource({"SPLIT, num_splits", "SPLIT_V, num_splits", "UNPACK, num"})
    void outputsAreAsManyAsTheOptionSays(BuiltinOperator operator, String option) {
        OptionsTable table = OptionsTable.valueOf(operator.name());
        Sketch sketch =
                new Sketch().input("x", 2, 2).ints("axis", Ints.EMPTY, 0).ints("sizes", Ints.of(1), 2);
        Graph graph = sketch.operator(
                        operator, Options.of(table).with(option, 3), "y", Ints.of(2, 2), "x", "axis", "sizes")
                .build("y");

        assertThat(GraphVerifier.problems(graph))
                .anyMatch(problem -> problem.contains("has 1 outputs, but its option " + option + " says 3"));
    }

    @ParameterizedTest
    @CsvSource({"MAX_POOL_2D, 1", "RESHAPE, 1", "LOGISTIC, 0", "MEAN, 0"})
    void anOperatorThatMovesValuesHasOneScale(BuiltinOperator operator, int problems) {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(operator, OptionsTable.NONE, "y", Ints.of(1, 4), "x")
                .build("y");
        UnaryOperator<Subgraph> integers =
                tensor(0, x -> integers(x, 1)).andThen(tensor(1, y -> integers(y, 2)))::apply;

        assertThat(GraphVerifier.problems(graph.withMain(integers.apply(graph.main()))).stream()
                        .filter(problem -> problem.startsWith("OneScaleWhereValuesMove")))
                .hasSize(problems);
    }

    private static Tensor integers(Tensor tensor, float scale) {
        return tensor.withType(TensorType.INT8).withQuantization(Quantization.perTensor(scale, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 0", "8, 1"})
    void sparseWeightsHaveBlocksForWhichThereIsAKernel(int block, int problems) {
        Graph graph = new Sketch()
                .input("x", 1, 16)
                .counting("w", 3, 16)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(1, 3), "x", "w")
                .build("y");
        SparseLayout layout = block == 1 ? SparseLayout.rows(2) : SparseLayout.blocksInRows(2, block);
        UnaryOperator<Subgraph> sparse = tensor(1, w -> SparseEncoder.encode(w, layout));

        assertThat(GraphVerifier.problems(graph.withMain(sparse.apply(graph.main()))).stream()
                        .filter(problem -> problem.startsWith("SparseForms")))
                .hasSize(problems);
    }

    @Test
    void aSoundGraphHasNoProblems() {
        assertThat(GraphVerifier.problems(SOUND)).isEmpty();
    }

    private static UnaryOperator<Subgraph> tensor(int index, UnaryOperator<Tensor> change) {
        return subgraph -> {
            List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
            tensors.set(index, change.apply(tensors.get(index)));
            return subgraph.withTensors(tensors);
        };
    }

    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void nothingIsWrongWithFilesOfGooglesConverter(Path file) throws IOException {
        assertThat(GraphVerifier.problems(GraphReader.read(file))).isEmpty();
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.testing.Assets#models")
    void nothingIsWrongWithFilesOfOthers(Path file) throws IOException {
        assertThat(GraphVerifier.problems(GraphReader.read(file))).isEmpty();
    }

    private static UnaryOperator<Subgraph> inputs(int operator, int... tensors) {
        return subgraph -> {
            List<Operator> operators = new ArrayList<>(subgraph.operators());
            operators.set(operator, operators.get(operator).withInputs(Ints.of(tensors)));
            return subgraph.withOperators(operators);
        };
    }

    private static UnaryOperator<Subgraph> output(int tensor) {
        return subgraph -> {
            List<Operator> operators = new ArrayList<>(subgraph.operators());
            operators.set(1, operators.get(1).withOutputs(Ints.of(tensor)));
            return subgraph.withOperators(operators);
        };
    }

    private static Subgraph reversed(Subgraph subgraph) {
        List<Operator> operators = new ArrayList<>(subgraph.operators());
        Collections.reverse(operators);
        return subgraph.withOperators(operators);
    }
}
