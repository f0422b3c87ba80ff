// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.Calibration.NonFiniteValues;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.CalibrationMethod.MeanSquaredError;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.Examples;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalibratorTest {
    private static final InterpreterOptions ONE = InterpreterOptions.DEFAULTS;

    @ParameterizedTest
    @CsvSource({"mnist_keras, 28, 28, 1", "mnist_softmax, 28, 28, 1", "mobile_big, 32, 32, 3"})
    void activationScalesAreWithinOnePercentOfThoseOfTheGoldenInt8File(String model, int height, int width, int depth)
            throws IOException {
        Examples data =
                depth == 1 ? Examples.golden(model, height, width) : Examples.golden(model, height, width, depth);
        Graph golden = read(model, "int8");

        Calibration calibration = calibrate(model, data, new MinMax(), ONE);

        Map<String, Float> expected = activationScales(golden);
        expected.keySet().retainAll(calibration.ranges().byName().keySet());
        assertThat(expected).hasSizeGreaterThanOrEqualTo(4);
        calibration.ranges().byName().forEach((tensor, range) -> {
            Float scale = expected.get(tensor);
            if (scale != null) {
                assertThat(scaleOf(range)).as(tensor).isCloseTo(scale, within(0.01f * scale));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "1, false"})
    void batchesAndThreadsGiveWhatSamplesOneByOneGive(int threads, boolean xnnpack) throws IOException {
        Examples data = Examples.golden("mobile_big", 32, 32, 3);
        Calibration expected = Calibrator.ofSamples(samples(data, "x:0"))
                .withOptions(ONE.withXnnpack(false))
                .calibrate(read("mobile_big", "float"), new MinMax());

        Calibration calibration = calibrate(
                "mobile_big", data, new MinMax(), ONE.withThreads(threads).withXnnpack(xnnpack));

        assertThat(calibration.samples()).isEqualTo(expected.samples()).isEqualTo(data.size());
        assertThat(calibration.ranges().byName().keySet())
                .containsExactlyElementsOf(expected.ranges().byName().keySet());
        calibration
                .ranges()
                .byName()
                .forEach((tensor, range) ->
                        assertClose(tensor, range, expected.ranges().of(tensor).orElseThrow(), 1e-5f));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodGivesTheSameOnSeveralThreads(CalibrationMethod method) throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);

        Calibration one = calibrate("mnist_softmax", data, method, ONE);
        Calibration three = calibrate("mnist_softmax", data, method, ONE.withThreads(3));

        one.ranges()
                .byName()
                .forEach((tensor, range) ->
                        assertClose(tensor, three.ranges().of(tensor).orElseThrow(), range, 1e-3f));
    }

    static List<CalibrationMethod> methods() {
        return List.of(new MinMax(), MovingAverage.DEFAULT, Percentile.DEFAULT, MeanSquaredError.DEFAULT);
    }

    @Test
    void nanIsReportedWithTheTensorAndTheFirstSample() throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        int sample = data.size() - 3;
        data.x().putFloat(sample * data.features().bytes(), Float.NaN);
        data.x().putFloat((sample + 1) * data.features().bytes(), Float.NEGATIVE_INFINITY);

        Calibration calibration = calibrate("mnist_softmax", data, new MinMax(), ONE.withThreads(2));

        String input = calibration.ranges().byName().keySet().iterator().next();
        assertThat(calibration.nonFinite().get(0)).isEqualTo(new NonFiniteValues(input, sample, 1, 1));
        assertThat(calibration.nonFinite()).hasSizeGreaterThan(1).allMatch(found -> found.firstSample() == sample);
        assertThat(calibration.ranges().of(input)).isPresent();
    }

    @Test
    void anEmptyDataSetIsRefused() {
        assertThatThrownBy(() -> calibrate("mnist_softmax", Examples.bytes(0, 28, 28), new MinMax(), ONE))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("mnist_softmax: ")
                .hasMessageContaining("bytes, which has no examples");
    }

    @Test
    void noSamplesAreRefused() {
        assertThatThrownBy(() -> two(List.of()))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("two: cannot calibrate without samples");
    }

    @Test
    void examplesOfAnotherShapeAreRefusedWithBothShapes() {
        assertThatThrownBy(() -> calibrate("mnist_softmax", Examples.bytes(5, 28, 27), new MinMax(), ONE))
                .isInstanceOf(InterpreterException.class)
                .hasMessageContaining("mnist_softmax: input ")
                .hasMessageContaining("[28, 28], but those of bytes have shape [28, 27]");
    }

    @Test
    void wantedActivationsAreShownSampleBySample() throws IOException {
        Examples data = Examples.golden("mobile_big", 32, 32, 3);
        Graph graph = read("mobile_big", "float");
        Calibration calibration = calibrate("mobile_big", data, new MinMax(), ONE);
        List<String> names = List.copyOf(calibration.ranges().byName().keySet());
        Set<String> wanted = Set.of(names.get(0), names.get(3));
        Map<String, ValueRange> seen = new HashMap<>();
        Map<String, Integer> samples = new HashMap<>();

        Calibrator.of(data).observe(graph, indices(graph.main(), wanted), (tensor, shape, values) -> {
            assertThat(shape.get(0)).isOne();
            assertThat(shape.stream().reduce(1, Math::multiplyExact)).isEqualTo(values.remaining());
            String name = graph.main().tensor(tensor).name();
            samples.merge(name, 1, Integer::sum);
            while (values.hasRemaining()) {
                float value = values.get();
                seen.merge(name, new ValueRange(value, value), ValueRange::union);
            }
        });

        assertThat(samples)
                .containsOnlyKeys(wanted)
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(data.size()));
        seen.forEach((tensor, range) ->
                assertThat(calibration.ranges().of(tensor)).as(tensor).hasValue(range));
    }

    private static Set<Integer> indices(Subgraph subgraph, Set<String> names) {
        return IntStream.range(0, subgraph.tensors().size())
                .filter(tensor -> names.contains(subgraph.tensor(tensor).name()))
                .boxed()
                .collect(Collectors.toSet());
    }

    @Test
    void progressCountsTheSamplesOfAllThreads() throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        List<Long> heard = new ArrayList<>();

        Calibrator.of(data)
                .withOptions(ONE.withThreads(2))
                .withProgress((what, done, total) -> heard.add(done))
                .calibrate(read("mnist_softmax", "float"), new MinMax());

        assertThat(heard).isSorted().endsWith((long) data.size());
    }

    @Test
    void severalInputsAreFedByNameInSamplesOfTheirOwnShape() {
        List<Map<String, SampleInput>> samples = List.of(
                Map.of("a", input(List.of(1, 2), 1, -2), "b", input(List.of(1, 2), 3, 4)),
                Map.of("b", input(List.of(2, 2), 0, 0, 10, 0), "a", input(List.of(2, 2), 0, 0, 0, -20)));

        Calibration calibration = two(samples);

        assertThat(calibration.ranges().byName().values())
                .containsExactly(new ValueRange(-20, 1), new ValueRange(0, 10), new ValueRange(-20, 10));
    }

    @ParameterizedTest
    @MethodSource("unfitSamples")
    void aSampleThatDoesNotFitIsRefusedWithItsNumber(Map<String, SampleInput> sample, String problem) {
        Map<String, SampleInput> good = Map.of("a", input(List.of(1, 2), 1, 1), "b", input(List.of(1, 2), 1, 1));

        assertThatThrownBy(() -> two(List.of(good, sample)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageStartingWith("two: sample 1 ")
                .hasMessageContaining(problem);
    }

    static List<Arguments> unfitSamples() {
        SampleInput good = input(List.of(1, 2), 1, 1);
        return List.of(
                Arguments.of(
                        Map.of("a", good), "has values for [a], but the model has the inputs ['a' (FLOAT32 [1, 2])"),
                Arguments.of(Map.of("a", good, "c", good), "has values for 'c', but the model has the inputs"),
                Arguments.of(
                        Map.of("a", good, "b", input(List.of(1, 2), 1)), "has 4 bytes for input 'b' (FLOAT32 [1, 2])"),
                Arguments.of(
                        Map.of("a", good, "b", input(List.of(1, 3), 1, 1, 1)),
                        "combination of shapes that the model does not accept"));
    }

    private static Calibration two(List<Map<String, SampleInput>> samples) {
        return Calibrator.ofSamples(samples).withName("two").calibrate(twoInputs(), new MinMax());
    }

    private static Graph twoInputs() {
        Tensor a = Tensor.activation("a", TensorType.FLOAT32, Ints.of(-1, 2));
        OperatorCode add = OperatorCode.of(BuiltinOperator.ADD, 1);
        Operator operator = Operator.of(add, Ints.of(0, 1), Ints.of(2), Options.of(OptionsTable.ADD));
        Subgraph main = new Subgraph(
                "main", List.of(a, a.withName("b"), a.withName("sum")), Ints.of(0, 1), Ints.of(2), List.of(operator));
        return new Graph("two inputs", List.of(main), List.of(), List.of());
    }

    private static SampleInput input(List<Integer> shape, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new SampleInput(shape, bytes);
    }

    private static List<Map<String, SampleInput>> samples(Examples data, String input) {
        List<Integer> shape = new ArrayList<>(List.of(1));
        shape.addAll(data.features().shape());
        int bytes = data.features().bytes();
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            samples.add(Map.of(input, new SampleInput(shape, data.x().slice(i * bytes, bytes))));
        }
        return samples;
    }

    private static void assertClose(String tensor, ValueRange actual, ValueRange expected, float tolerance) {
        float width = expected.max() - expected.min();
        assertThat(actual.min()).as(tensor).isCloseTo(expected.min(), within(tolerance * width));
        assertThat(actual.max()).as(tensor).isCloseTo(expected.max(), within(tolerance * width));
    }

    private static float scaleOf(ValueRange range) {
        return (Math.max(range.max(), 0) - Math.min(range.min(), 0)) / 255;
    }

    // SOFTMAX has the scale 1/256 whatever its range
    private static Map<String, Float> activationScales(Graph graph) {
        Map<String, Float> scales = new HashMap<>();
        for (Tensor tensor : graph.main().tensors()) {
            if (tensor.type() == TensorType.INT8 && !tensor.isConstant()) {
                scales.put(tensor.name(), tensor.quantization().scales().get(0));
            }
        }
        graph.main().operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.SOFTMAX))
                .forEach(operator -> scales.remove(
                        graph.main().tensor(operator.outputs().get(0)).name()));
        return scales;
    }

    private static Graph read(String model, String variant) throws IOException {
        return GraphReader.read(Golden.file(model + "/" + variant + ".tflite"));
    }

    private static Calibration calibrate(
            String model, Examples data, CalibrationMethod method, InterpreterOptions options) throws IOException {
        return Calibrator.of(data).withName(model).withOptions(options).calibrate(read(model, "float"), method);
    }
}
