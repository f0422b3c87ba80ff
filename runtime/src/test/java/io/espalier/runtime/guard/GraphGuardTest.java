// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.sparse.SparseEncoder;
import io.espalier.lite.sparse.SparseLayout;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.guard.GraphGuard.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard says of graphs that no native code is to see. */
class GraphGuardTest {
    private static final Tensor ROW = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 4));
    private static final Tensor WEIGHTS =
            Tensor.constant("w", TensorType.FLOAT32, Ints.of(2, 4), Buffer.ofFloats(1, 2, 3, 4, 5, 6, 7, 8));
    private static final Tensor RESULT = Tensor.activation("y", TensorType.FLOAT32, Ints.of(1, 2));

    @Test
    void aSoundGraphMayBeRunByAnyKernels() {
        assertThat(GraphGuard.judge(fullyConnected(ROW, WEIGHTS, RESULT, options())))
                .isEqualTo(new Verdict.Sound());
    }

    @Test
    void aComparisonThatRepeatsValuesInFiveDimensionsIsRefused() {
        assertThat(GraphGuard.judge(greater(Ints.of(1, 2, 2, 2, 2), Ints.of(2))))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        verdict -> assertThat(verdict.reason())
                                .contains("operator 0 (GREATER) of subgraph 0 has inputs of different shapes"));
        assertThat(GraphGuard.judge(greater(Ints.of(1, 2, 2, 2, 2), Ints.of(1, 2, 2, 2, 2))))
                .isEqualTo(new Verdict.Sound());
        assertThat(GraphGuard.judge(greater(Ints.of(1, 2, 2, 2), Ints.of(2)))).isEqualTo(new Verdict.Sound());
    }

    private static Graph greater(Ints left, Ints right) {
        List<Tensor> tensors = List.of(
                Tensor.activation("x", TensorType.FLOAT32, left),
                Tensor.activation("y", TensorType.FLOAT32, right),
                Tensor.activation("flags", TensorType.BOOL, left));
        Operator operator = Operator.of(
                OperatorCode.of(BuiltinOperator.GREATER, 1),
                Ints.of(0, 1),
                Ints.of(2),
                Options.of(OptionsTable.GREATER));
        return graph(new Subgraph("main", tensors, Ints.of(0, 1), Ints.of(2), List.of(operator)));
    }

    @Test
    void anOperatorThatNobodyUsesIsKeptFromXnnpack() {
        Subgraph main = fullyConnected(ROW, WEIGHTS, RESULT, options()).main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        tensors.add(RESULT.withName("unused"));
        List<Operator> operators = new ArrayList<>(main.operators());
        operators.add(Operator.of(OperatorCode.of(BuiltinOperator.RELU, 1), Ints.of(2), Ints.of(3), Options.NONE));

        assertPlainOnly(
                graph(main.with(tensors, main.inputs(), main.outputs(), operators)),
                "operator 1 (RELU) of subgraph 0 has no output that is used");
    }

    @Test
    void sparseInt8WeightsBesideFloatActivationsAreKeptFromXnnpack() {
        Tensor weights = Tensor.constant(
                "w", TensorType.INT8, Ints.of(2, 4), Buffer.ofBytes(new byte[] {0, 1, 0, 0, 2, 0, 0, 0}));
        Tensor sparse = SparseEncoder.encode(weights, SparseLayout.rows(2));

        assertThat(GraphGuard.judge(fullyConnected(ROW, weights, RESULT, options())))
                .isEqualTo(new Verdict.Sound());
        assertPlainOnly(
                fullyConnected(ROW, sparse, RESULT, options()),
                "operator 0 (FULLY_CONNECTED) of subgraph 0 has sparse int8 weights and float activations");
    }

    @Test
    void aScalarWhoseDimensionsAreToBeKeptIsKeptFromXnnpack() {
        Tensor scalar = Tensor.activation("x", TensorType.FLOAT32, Ints.EMPTY);

        assertPlainOnly(
                fullyConnected(scalar, WEIGHTS, RESULT, options().with("keep_num_dims", true)),
                "operator 0 (FULLY_CONNECTED) of subgraph 0 keeps the dimensions of a scalar input");
    }

    @Test
    void rowsOfAnotherLengthThanComputedWeightsAreKeptFromXnnpack() {
        Tensor halves = Tensor.constant("h", TensorType.FLOAT16, Ints.of(2, 4), Buffer.ofShorts(new short[8]));
        Tensor weights = Tensor.activation("w", TensorType.FLOAT32, Ints.of(2, 4));
        Operator unpack =
                Operator.of(OperatorCode.of(BuiltinOperator.DEQUANTIZE, 1), Ints.of(3), Ints.of(1), Options.NONE);
        Tensor longer = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 6));
        Tensor open = Tensor.activation("x", TensorType.FLOAT32, Ints.of(-1, -1));

        assertThat(GraphGuard.judge(fullyConnected(ROW, weights, RESULT, options(), halves, unpack)))
                .isEqualTo(new Verdict.Sound());
        assertThat(GraphGuard.judge(fullyConnected(open, weights, RESULT, options(), halves, unpack)))
                .isEqualTo(new Verdict.Sound());
        assertPlainOnly(
                fullyConnected(longer, weights, RESULT, options(), halves, unpack),
                "operator 1 (FULLY_CONNECTED) of subgraph 0 has weights for rows of 4 elements, but an input of shape [1, 6]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT8", "FLOAT32"})
    void svdfOfTfliteMicroIsRefused(TensorType state) {
        assertRefused(svdf(state), "operator 0 (SVDF) of subgraph 0 has an int8 input and a state that is not int16");
    }

    @Test
    void svdfWithAnInt16StateIsSound() {
        assertThat(GraphGuard.judge(svdf(TensorType.INT16))).isEqualTo(new Verdict.Sound());
    }

    @Test
    void aConstantShorterThanItsShapeIsRefused() {
        assertRefused(
                fullyConnected(ROW, WEIGHTS.withBuffer(Buffer.ofFloats(1, 2, 3)), RESULT, options()),
                "needs 32 bytes, but has 12");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 100, 300})
    void aFileCutShortIsRefusedWithItsName(int length) {
        byte[] whole = GraphWriter.toBytes(fullyConnected(ROW, WEIGHTS, RESULT, options()));
        assertThat(whole).hasSizeGreaterThan(length);

        assertUnreadable(Arrays.copyOf(whole, length), "some.tflite, byte ");
    }

    @Test
    void aWrongIdentifierIsRefused() {
        byte[] bytes = GraphWriter.toBytes(fullyConnected(ROW, WEIGHTS, RESULT, options()));
        bytes[7] = '9';

        assertUnreadable(bytes, "TFL9");
    }

    @Test
    void shapesMustBeProvenWhereMoreThanTheBatchChanges() {
        assertThat(GraphGuard.mustProve(List.of(1, 28, 28), List.of(9, 28, 28))).isFalse();
        assertThat(GraphGuard.mustProve(List.of(1, 28, 28), List.of(1, 28, 29))).isTrue();
        assertThat(GraphGuard.mustProve(List.of(1, 28, 28), List.of(1, 784))).isTrue();
        assertThat(GraphGuard.mustProve(List.of(4), List.of())).isTrue();
    }

    private static void assertPlainOnly(Graph graph, String reason) {
        assertThat(GraphGuard.judge(graph)).isEqualTo(new Verdict.PlainKernelsOnly(reason));
    }

    private static void assertRefused(Graph graph, String reason) {
        assertThat(GraphGuard.judge(graph))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    private static void assertUnreadable(byte[] file, String reason) {
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> GraphGuard.read("some.tflite", ByteBuffer.wrap(file)))
                .withMessageContaining(reason);
    }

    private static Options options() {
        return Options.of(OptionsTable.FULLY_CONNECTED);
    }

    private static Graph fullyConnected(Tensor input, Tensor weights, Tensor output, Options options) {
        return graph(new Subgraph(
                "main", List.of(input, weights, output), Ints.of(0), Ints.of(2), List.of(product(options))));
    }

    /** The same with weights that an operator makes of a constant. */
    private static Graph fullyConnected(
            Tensor input, Tensor weights, Tensor output, Options options, Tensor constant, Operator unpack) {
        return graph(new Subgraph(
                "main",
                List.of(input, weights, output, constant),
                Ints.of(0),
                Ints.of(2),
                List.of(unpack, product(options))));
    }

    private static Operator product(Options options) {
        return Operator.of(
                OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 5),
                Ints.of(0, 1, Operator.ABSENT),
                Ints.of(2),
                options);
    }

    private static Graph svdf(TensorType state) {
        Tensor input = Tensor.activation("x", TensorType.INT8, Ints.of(1, 4));
        Tensor features = Tensor.constant("f", TensorType.INT8, Ints.of(2, 4), Buffer.ofBytes(new byte[8]));
        Tensor time = Tensor.constant("t", TensorType.INT16, Ints.of(2, 3), Buffer.ofShorts(new short[6]));
        Tensor bias = Tensor.constant("b", TensorType.INT32, Ints.of(2), Buffer.ofInts(1, 2));
        Tensor kept = Tensor.activation("s", state, Ints.of(1, 6));
        Tensor output = Tensor.activation("y", TensorType.INT8, Ints.of(1, 2));
        Operator operator =
                Operator.of(OperatorCode.of(BuiltinOperator.SVDF, 3), Ints.of(0, 1, 2, 3, 4), Ints.of(5), Options.NONE);
        return graph(new Subgraph(
                "main",
                List.of(input, features, time, bias, kept, output),
                Ints.of(0, 4),
                Ints.of(5),
                List.of(operator)));
    }

    private static Graph graph(Subgraph main) {
        return new Graph("in memory", List.of(main), List.of(), List.of());
    }
}
