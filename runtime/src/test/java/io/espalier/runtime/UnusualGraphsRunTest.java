// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.Calibration.NonFiniteValues;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that calibration, quantization and the runtime meet seldom, from end to end. */
class UnusualGraphsRunTest {
    private static final Options DENSE = Options.of(OptionsTable.FULLY_CONNECTED);
    private static final Options DENSE_RELU = DENSE.with("fused_activation_function", ActivationFunction.RELU);

    /** Without a wider scale XNNPACK refuses the int8 model, and all of it. */
    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FLOAT32")
    void aLayerThatIsAlwaysZeroRuns(ActivationType width) {
        Graph graph = new FloatGraph("x", Ints.of(1, 4))
                .floats("w1", Ints.of(2, 4), 1, 1, 1, 1, 1, 1, 1, 1)
                .floats("b1", Ints.of(2), -50, -50)
                .operator(BuiltinOperator.FULLY_CONNECTED, DENSE_RELU, "dead", Ints.of(1, 2), "x", "w1", "b1")
                .floats("w2", Ints.of(2, 2), 1, 1, 1, 1)
                .floats("b2", Ints.of(2), 1, 2)
                .operator(BuiltinOperator.FULLY_CONNECTED, DENSE, "y", Ints.of(1, 2), "dead", "w2", "b2")
                .build();

        assertThat(decibels(graph, width, List.of(1, 4), List.of(1, 4))).isGreaterThan(45);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FLOAT32")
    void channelsOfZerosAndOutputsThatNeverChangeAreRight(ActivationType width) {
        Graph graph = new FloatGraph("x", Ints.of(1, 4))
                .floats("w", Ints.of(3, 4), 0, 0, 0, 0, 1, -1, 1, -1, 0, 0, 0, 0)
                .floats("b", Ints.of(3), 3, 0.5f, -2)
                .operator(BuiltinOperator.FULLY_CONNECTED, DENSE, "y", Ints.of(1, 3), "x", "w", "b")
                .build();

        assertThat(decibels(graph, width, List.of(1, 4), List.of(1, 4))).isGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FLOAT32")
    void aModelOfAnyBatchAndPictureSizeRunsAtSizesThatCalibrationDidNotSee(ActivationType width) {
        Options pooling = Options.of(OptionsTable.POOL_2D)
                .with("padding", Padding.VALID)
                .with("stride_w", 2)
                .with("stride_h", 2)
                .with("filter_width", 2)
                .with("filter_height", 2);
        Options convolution = Options.of(OptionsTable.CONV_2D)
                .with("padding", Padding.SAME)
                .with("stride_w", 1)
                .with("stride_h", 1);
        Graph graph = new FloatGraph("x", Ints.of(-1, -1, -1, 2))
                .floats("w", Ints.of(3, 3, 3, 2), random(54))
                .floats("b", Ints.of(3), 0.1f, 0.2f, 0.3f)
                .operator(BuiltinOperator.CONV_2D, convolution, "c", Ints.of(-1, -1, -1, 3), "x", "w", "b")
                .operator(BuiltinOperator.MAX_POOL_2D, pooling, "p", Ints.of(-1, -1, -1, 3), "c")
                .ints("axes", 1, 2)
                .operator(BuiltinOperator.MEAN, Options.of(OptionsTable.REDUCER), "y", Ints.of(-1, 3), "p", "axes")
                .build();

        assertThat(decibels(graph, width, List.of(1, 8, 8, 2), List.of(2, 6, 10, 2)))
                .isGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FLOAT32")
    void aConstantFarBeyondAllActivationsDoesNotOverflow(ActivationType width) {
        Graph graph = new FloatGraph("x", Ints.of(1, 4))
                .floats("lowest", Ints.EMPTY, -Float.MAX_VALUE)
                .operator(
                        BuiltinOperator.MAXIMUM,
                        Options.of(OptionsTable.MAXIMUM_MINIMUM),
                        "y",
                        Ints.of(1, 4),
                        "x",
                        "lowest")
                .build();

        assertThat(decibels(graph, width, List.of(1, 4), List.of(1, 4))).isGreaterThan(40);
    }

    /** In steps of these outputs the bounds of the clamps need more than 32 bits. */
    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU", "RELU6", "RELU_N1_TO_1"})
    void smallActivationsBehindClampsAreRightInSixteenBits(ActivationFunction clamp) {
        Graph graph = new FloatGraph("x", Ints.of(1, 4))
                .floats("w", Ints.of(2, 4), 1e-6f, 2e-6f, -1e-6f, 3e-6f, 1e-6f, 1e-6f, 1e-6f, 1e-6f)
                .floats("b", Ints.of(2), 1e-6f, 2e-6f)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        DENSE.with("fused_activation_function", clamp),
                        "d",
                        Ints.of(1, 2),
                        "x",
                        "w",
                        "b")
                .operator(BuiltinOperator.RELU6, Options.NONE, "y", Ints.of(1, 2), "d")
                .build();

        assertThat(decibels(graph, ActivationType.INT16, List.of(1, 4), List.of(1, 4)))
                .isGreaterThan(60);
    }

    /** As frameworks pad before pooling, and mask before softmax. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, -1e9f, -1000})
    void whatFillsPlacesFarBelowAllValuesLeavesThemTheirSteps(float filling) {
        Options pooling = Options.of(OptionsTable.POOL_2D)
                .with("padding", Padding.VALID)
                .with("stride_w", 2)
                .with("stride_h", 2)
                .with("filter_width", 2)
                .with("filter_height", 2);
        Graph graph = new FloatGraph("x", Ints.of(1, 3, 3, 1))
                .operator(BuiltinOperator.TANH, Options.NONE, "t", Ints.of(1, 3, 3, 1), "x")
                .constant(Tensor.constant(
                        "paddings", TensorType.INT32, Ints.of(4, 2), Buffer.ofInts(0, 0, 1, 0, 1, 0, 0, 0)))
                .floats("filling", Ints.EMPTY, filling)
                .operator(
                        BuiltinOperator.PADV2,
                        Options.of(OptionsTable.PADV2),
                        "p",
                        Ints.of(1, 4, 4, 1),
                        "t",
                        "paddings",
                        "filling")
                .operator(BuiltinOperator.MAX_POOL_2D, pooling, "m", Ints.of(1, 2, 2, 1), "p")
                .operator(BuiltinOperator.RELU, Options.NONE, "y", Ints.of(1, 2, 2, 1), "m")
                .build();
        List<Map<String, SampleInput>> samples = List.of(sample(List.of(1, 3, 3, 1), random(9)));
        Calibration calibration = Calibrator.ofSamples(samples).calibrate(graph, new MinMax());
        IntegerQuantizer quantizer = IntegerQuantizer.of(IntegerOptions.INT8);

        QuantizationPlan plan = quantizer.plan(graph, calibration.ranges());

        assertThat(plan.operators().get(1).reason()).startsWith("its constant 'filling' holds " + filling);
        assertThat(plan.operators().get(2).reason()).isEqualTo("its input 'p' holds " + filling);
        assertThat(plan.operators().get(3).arithmetic()).isEqualTo(Arithmetic.INTEGER);
        Graph quantized = quantizer.quantize(graph, calibration.ranges());
        assertThat(RandomSamples.decibels(run(quantized, samples), run(graph, samples)))
                .isGreaterThan(35);
    }

    @Test
    void placesThatScatteringLeavesEmptyAreZero() {
        Graph graph = IntegerKernelGraphs.of(BuiltinOperator.SCATTER_ND);
        float[] x = {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3};
        IntegerQuantizer quantizer = IntegerQuantizer.of(IntegerOptions.INT8);

        QuantizationPlan plan = quantizer.plan(graph, ExposedRanges.of(graph, x));

        assertThat(plan.floatOperators())
                .singleElement()
                .satisfies(operator -> assertThat(operator.reason()).contains("not with the zero point"));
        assertThat(RealNumbers.first(quantizer.quantize(graph, ExposedRanges.of(graph, x)), x))
                .containsExactly(0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FLOAT32")
    void aModelThatIsFedNothingGivesNothing(ActivationType width) {
        Graph graph = new FloatGraph("x", Ints.of(0, 4))
                .floats("w", Ints.of(3, 4), random(12))
                .operator(BuiltinOperator.FULLY_CONNECTED, DENSE, "y", Ints.of(0, 3), "x", "w")
                .build();
        List<Map<String, SampleInput>> samples = List.of(sample(List.of(0, 4), 1));
        Calibration calibration = Calibrator.ofSamples(samples).calibrate(graph, new MinMax());

        Graph quantized = IntegerQuantizer.of(options(width)).quantize(graph, calibration.ranges());

        assertThat(run(quantized, samples))
                .singleElement()
                .satisfies(output -> assertThat(output.limit()).isZero());
    }

    @Test
    void activationsThatAreNoNumbersAreReportedWithTensorAndSample() {
        Graph graph = new FloatGraph("x", Ints.of(1, 2))
                .operator(BuiltinOperator.LOG, Options.NONE, "logarithm", Ints.of(1, 2), "x")
                .build();
        List<Map<String, SampleInput>> samples =
                List.of(sample(List.of(1, 2), 1, 2), sample(List.of(1, 2), 3, 4), sample(List.of(1, 2), -1, 0));

        Calibration calibration = Calibrator.ofSamples(samples).calibrate(graph, new MinMax());

        assertThat(calibration.nonFinite()).containsExactly(new NonFiniteValues("logarithm", 2, 1, 1));
        assertThat(calibration.nonFinite().get(0))
                .hasToString("tensor 'logarithm': 1 NaN and 1 infinite values, first in sample 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FlexErf", "MyOperator"})
    void aModelWithAnOperatorThatTheRuntimeHasNotCannotBeCalibratedAndNamesIt(String name) {
        Graph graph = new FloatGraph("x", Ints.of(1, 4))
                .operator(OperatorCode.custom(name), Options.NONE, "y", Ints.of(1, 4), "x")
                .build();
        Calibrator bySample =
                Calibrator.ofSamples(List.of(sample(List.of(1, 4), 1, 2, 3, 4))).withName("flex.tflite");
        Calibrator byExample = Calibrator.of(Examples.bytes(3, 4)).withName("flex.tflite");

        for (Calibrator calibrator : List.of(bySample, byExample)) {
            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(() -> calibrator.calibrate(graph, new MinMax()))
                    .withMessageContainingAll("flex.tflite: ", name);
        }
    }

    private static IntegerOptions options(ActivationType width) {
        return width == ActivationType.INT8 ? IntegerOptions.INT8 : IntegerOptions.INT16X8;
    }

    private static double decibels(Graph graph, ActivationType width, List<Integer> seen, List<Integer> run) {
        List<Map<String, SampleInput>> samples =
                List.of(sample(seen, random(elements(seen))), sample(seen, reversed(random(elements(seen)))));
        Calibration calibration = Calibrator.ofSamples(samples).calibrate(graph, new MinMax());
        Graph quantized = IntegerQuantizer.of(options(width).withStrict(true)).quantize(graph, calibration.ranges());
        List<Map<String, SampleInput>> fed = seen.equals(run) ? samples : List.of(sample(run, random(elements(run))));
        return RandomSamples.decibels(run(quantized, fed), run(graph, fed));
    }

    private static List<ByteBuffer> run(Graph graph, List<Map<String, SampleInput>> samples) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", model), InterpreterOptions.DEFAULTS)) {
            return RandomSamples.run(interpreter, samples);
        }
    }

    private static Map<String, SampleInput> sample(List<Integer> shape, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(elements(shape) * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values, 0, elements(shape));
        return Map.of("x", new SampleInput(shape, bytes));
    }

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(RandomSamples.SEED);
        float[] values = new float[count];
        IntStream.range(0, count).forEach(place -> values[place] = (float) random.nextDouble(-1, 1));
        return values;
    }

    private static float[] reversed(float[] values) {
        float[] reversed = new float[values.length];
        IntStream.range(0, values.length).forEach(place -> reversed[place] = -values[values.length - 1 - place]);
        return reversed;
    }
}
