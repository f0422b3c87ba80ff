// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.data.array.TextArray;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.guard.StringValues;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models whose file says how many examples are run at once, and inputs whose first dimension is no batch. */
class FixedBatchTest {
    /** Two clouds of three points: the sums of the first are 6 and 0, those of the second -3 and 30. */
    private static final float[] CLOUDS = {1, -1, 2, 0, 3, 1, -1, 10, -1, 10, -1, 10};

    @ParameterizedTest
    @CsvSource({"2, 1", "6, 1", "2, 4", "6, 4"})
    void examplesThatTheModelTakesTogetherAreNeverRunApart(int rows, int threads) {
        int points = 6 / rows;
        List<Integer> shape = points == 1 ? List.of(rows, 2) : List.of(rows, points, 2);
        Dataset data = ArrayDataset.unlabelled("clouds.npy", floats(shape, CLOUDS));

        Calibration calibration = Calibrator.of(data)
                .withOptions(InterpreterOptions.DEFAULTS.withThreads(threads))
                .calibrate(sums(Ints.of(3, 2)), new MinMax());

        assertThat(calibration.ranges().of("points")).hasValue(new ValueRange(-1, 10));
        assertThat(calibration.ranges().of("sums")).hasValue(new ValueRange(-3, 30));
    }

    @Test
    void aBatchOfOneIsNotEnlargedWhereTheFileFixesIt() {
        Dataset data = ArrayDataset.unlabelled("clouds.npy", floats(List.of(6, 2), CLOUDS));

        Calibration calibration = Calibrator.of(data).calibrate(sums(Ints.of(1, 2)), new MinMax());

        assertThat(calibration.ranges().of("sums")).hasValue(new ValueRange(-1, 10));
    }

    @Test
    void aSampleOfTheDataKeepsTheExamplesOfARunTogether() {
        Dataset data = ArrayDataset.unlabelled("clouds.npy", floats(List.of(6, 2), CLOUDS));

        Calibration calibration = Calibrator.of(data, 2).calibrate(sums(Ints.of(3, 2)), new MinMax());

        assertThat(calibration.samples()).isEqualTo(3);
        assertThat(calibration.ranges().of("sums")).hasValue(new ValueRange(0, 6));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "6, 1"})
    void namedArraysAreRowsOfRunsOrWholeInputs(int rows, int points) {
        List<Integer> shape = points == 1 ? List.of(rows, 2) : List.of(rows, points, 2);
        Graph graph = sums(Ints.of(3, 2));

        Calibration calibration = Calibrator.ofArrays(graph, Map.of("points", floats(shape, CLOUDS)), 100)
                .calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(2);
        assertThat(calibration.ranges().of("sums")).hasValue(new ValueRange(-3, 30));
    }

    @Test
    void fewerSamplesOfNamedArraysAreAtEqualDistances() {
        Graph graph = sums(Ints.of(3, 2));

        Calibration calibration = Calibrator.ofArrays(graph, Map.of("points", floats(List.of(6, 2), CLOUDS)), 1)
                .calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(1);
        assertThat(calibration.ranges().of("sums")).hasValue(new ValueRange(0, 6));
    }

    @Test
    void rowsThatFillNoRunAreRefusedWithTheShapeOfTheFile() {
        Map<String, NumericArray> four = Map.of("points", floats(List.of(4, 2), Arrays.copyOf(CLOUDS, 8)));

        assertThatExceptionOfType(CalibrationException.class)
                .isThrownBy(() -> Calibrator.ofArrays(sums(Ints.of(3, 2)), four, 100))
                .withMessage(
                        "array 'points' has shape [4, 2], but the model's input 'points' takes examples of shape [2],"
                                + " 3 in each run, or of shape [3, 2]; give the array a multiple of 3 rows");
    }

    @Test
    void transposedExamplesAreRefusedWithTheShapeOfTheFile() {
        Dataset data = ArrayDataset.unlabelled("clouds.npy", floats(List.of(2, 2, 3), CLOUDS));

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(
                        () -> Calibrator.of(data).withName("sums.tflite").calibrate(sums(Ints.of(3, 2)), new MinMax()))
                .withMessage("sums.tflite: input 'points' (FLOAT32 [3, 2]) takes examples of shape [2], 3 in each run,"
                        + " or of shape [3, 2], but those of clouds.npy have shape [2, 3]");
    }

    @Test
    void aShapeThatARunComputesIsCalibratedOneExampleAtATime() {
        Tensor one = Tensor.activation("one", TensorType.FLOAT32, Ints.of(-1, 1));
        Tensor none = Tensor.activation("none", TensorType.INT32, Ints.of(0));
        Tensor scalar = Tensor.activation("scalar", TensorType.FLOAT32, Ints.EMPTY);
        Graph graph = graph(
                List.of(one, none, scalar),
                Operator.of(
                        OperatorCode.of(BuiltinOperator.RESHAPE, 1),
                        Ints.of(0, 1),
                        Ints.of(2),
                        Options.of(OptionsTable.RESHAPE)));
        Dataset data = ArrayDataset.unlabelled("ones.npy", floats(List.of(12, 1), CLOUDS));

        Calibration calibration = Calibrator.of(data).calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(12);
        assertThat(calibration.ranges().of("scalar")).hasValue(new ValueRange(-1, 10));
    }

    @ParameterizedTest
    @CsvSource({"BOOL, 1", "INT32, 200", "INT64, 200"})
    void wholeNumbersAreFedAsTheyAre(TensorType type, int largest) {
        Tensor whole = Tensor.activation("whole", type, Ints.of(1, 2));
        Tensor real = Tensor.activation("real", TensorType.FLOAT32, Ints.of(1, 2));
        Graph graph = graph(
                List.of(whole, real),
                Operator.of(
                        OperatorCode.of(BuiltinOperator.CAST, 1),
                        Ints.of(0),
                        Ints.of(1),
                        Options.of(OptionsTable.CAST)
                                .with("in_data_type", type)
                                .with("out_data_type", TensorType.FLOAT32)));
        NumericArray bytes = new NumericArray(
                ElementType.UINT8, List.of(2, 2), ByteBuffer.wrap(new byte[] {0, 1, 1, (byte) largest}));

        Calibration calibration =
                Calibrator.of(ArrayDataset.unlabelled("bytes.npy", bytes)).calibrate(graph, new MinMax());

        assertThat(calibration.ranges().of("real")).hasValue(new ValueRange(0, largest));
    }

    @Test
    void samplesMayHoldText() {
        Graph graph = textsEqualThemselves();
        Map<String, Calibrator.SampleInput> sample =
                Map.of("texts", new Calibrator.SampleInput(List.of(3), StringValues.empty(3)));

        Calibration calibration = Calibrator.ofSamples(List.of(sample)).calibrate(graph, new MinMax());

        assertThat(calibration.ranges().of("real")).hasValue(new ValueRange(1, 1));
    }

    @Test
    void arraysMayHoldText() {
        Graph graph = textsEqualThemselves();
        TextArray texts = new TextArray(List.of(2, 3), List.of("a", "", "größer", "b", "c", "d"));

        Calibration calibration =
                Calibrator.ofArrays(graph, Map.of("texts", texts), 2).calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(2);
        assertThat(calibration.ranges().of("real")).hasValue(new ValueRange(1, 1));
    }

    @Test
    void numbersAreNoText() {
        Graph graph = textsEqualThemselves();

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Calibrator.ofArrays(graph, Map.of("texts", floats(List.of(1, 3), 1, 2, 3)), 1)
                        .calibrate(graph, new MinMax()))
                .withMessageContaining("array 'texts' contains numbers, but the input is STRING");
    }

    @Test
    void bytesThatAreNoTextsAreRefused() {
        Graph graph = textsEqualThemselves();
        Map<String, Calibrator.SampleInput> sample =
                Map.of("texts", new Calibrator.SampleInput(List.of(3), StringValues.empty(2)));

        assertThatExceptionOfType(CalibrationException.class)
                .isThrownBy(() -> Calibrator.ofSamples(List.of(sample)).calibrate(graph, new MinMax()))
                .withMessageContainingAll(
                        "sample 0", "'texts' (STRING [3])", "the number of strings must come first, 3");
    }

    private static Graph textsEqualThemselves() {
        Tensor texts = Tensor.activation("texts", TensorType.STRING, Ints.of(3));
        Tensor same = Tensor.activation("same", TensorType.BOOL, Ints.of(3));
        Tensor real = Tensor.activation("real", TensorType.FLOAT32, Ints.of(3));
        Operator equal =
                Operator.of(OperatorCode.of(BuiltinOperator.EQUAL, 3), Ints.of(0, 0), Ints.of(1), Options.NONE);
        Operator cast = Operator.of(
                OperatorCode.of(BuiltinOperator.CAST, 1),
                Ints.of(1),
                Ints.of(2),
                Options.of(OptionsTable.CAST)
                        .with("in_data_type", TensorType.BOOL)
                        .with("out_data_type", TensorType.FLOAT32));
        Subgraph main = new Subgraph("main", List.of(texts, same, real), Ints.of(0), Ints.of(2), List.of(equal, cast));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    /** Sums over the first dimension. */
    private static Graph sums(Ints shape) {
        Tensor points = Tensor.activation("points", TensorType.FLOAT32, shape);
        Tensor axis = Tensor.constant("axis", TensorType.INT32, Ints.of(1), Buffer.ofInts(0));
        Tensor sums = Tensor.activation("sums", TensorType.FLOAT32, Ints.of(2));
        return graph(
                List.of(points, axis, sums),
                Operator.of(
                        OperatorCode.of(BuiltinOperator.SUM, 1),
                        Ints.of(0, 1),
                        Ints.of(2),
                        Options.of(OptionsTable.REDUCER)));
    }

    private static Graph graph(List<Tensor> tensors, Operator operator) {
        Subgraph main = new Subgraph("main", tensors, Ints.of(0), Ints.of(tensors.size() - 1), List.of(operator));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static NumericArray floats(List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }
}
