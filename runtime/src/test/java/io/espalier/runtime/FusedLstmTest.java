// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LSTMs as one operator, in the real runtime, against the same step by step. */
class FusedLstmTest {
    private static final long SEED = 31;
    private static final int STEPS = 9;
    private static final int FEATURES = 12;
    private static final int SAMPLES = 8;

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theOperatorComputesWhatTheStepsCompute(boolean returnSequences, boolean goBackwards) {
        Model model = model(new Recurrence(returnSequences, goBackwards, 0, 0), true);
        Graph fused = Converter.withFusedLstm(model).convert();
        float[] x = numbers(STEPS * FEATURES, SEED);

        assertThat(kinds(fused)).contains("UNIDIRECTIONAL_SEQUENCE_LSTM").doesNotContain("TANH");
        assertThat(GraphVerifier.problems(fused)).isEmpty();
        assertThat(Running.run(fused, x))
                .as("seed %d", SEED)
                .containsExactly(Running.run(Converter.convert(model), x), Offset.offset(1e-5f));
    }

    @Test
    void aLayerWithoutBiasOnTopOfAnotherIsOneOperatorToo() {
        Model model = Model.sequential()
                .input(STEPS, FEATURES)
                .add(LSTM.of(6).withRecurrence(Recurrence.DEFAULTS.withSequences(true)))
                .add(new LSTM(
                        5, ActivationFunction.TANH, ActivationFunction.SIGMOID, false, false, Recurrence.DEFAULTS))
                .build(3);
        Graph fused = Converter.withFusedLstm(model).convert();
        float[] x = numbers(STEPS * FEATURES, SEED);

        assertThat(kinds(fused))
                .filteredOn("UNIDIRECTIONAL_SEQUENCE_LSTM"::equals)
                .hasSize(2);
        assertThat(Running.run(fused, x))
                .containsExactly(Running.run(Converter.convert(model), x), Offset.offset(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"dynamic, 28, 0.5", "int8, 24, 0.5", "weight_only_int4, 28, 0.5", "float16, 60, 0.7"})
    void everyRecipeTakesTheOperator(String recipe, double signalToNoise, double bytes) {
        Model model = Model.sequential().input(STEPS, FEATURES).add(LSTM.of(48)).build(5);
        Graph floats = Converter.withFusedLstm(model).convert();

        Graph quantized = quantized(recipe, floats).graph();

        assertThat(GraphVerifier.problems(quantized)).isEmpty();
        assertThat((double) GraphWriter.size(quantized) / GraphWriter.size(floats))
                .isLessThan(bytes);
        assertThat(decibels(floats, quantized)).as("dB, seed %d", SEED).isGreaterThan(signalToNoise);
    }

    /** Its kernel has no bits for a scale below 2^-15. */
    @Test
    void aCellWithSmallValuesIsRightInInt8() {
        Model usual = Model.sequential().input(STEPS, FEATURES).add(LSTM.of(16)).build(5);
        Model small = usual.withWeights(usual.weights().map((key, value) -> {
            float[] tenth = value.toArray();
            for (int i = 0; i < tenth.length; i++) {
                tenth[i] *= 0.1f;
            }
            return io.espalier.model.tensor.Tensor.of(value.shape(), tenth);
        }));
        Graph floats = Converter.withFusedLstm(small).convert();

        Quantized int8 = quantized("int8", floats);

        assertThat(largest(
                        int8,
                        int8.ranges().orElseThrow().byName().keySet().stream()
                                .filter(name -> name.endsWith("cell_state"))
                                .findFirst()
                                .orElseThrow()))
                .isLessThan(0.5);
        assertThat(decibels(floats, int8.graph())).isGreaterThan(15);
    }

    @Test
    void theInt8KernelGetsItsStatesAndItsFiveIntermediateTensors() {
        Quantized int8 = quantized(
                "int8",
                Converter.withFusedLstm(model(Recurrence.DEFAULTS, true)).convert());
        Graph graph = int8.graph();
        Operator lstm = graph.main().operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM))
                .findFirst()
                .orElseThrow();
        Tensor cell = graph.main().tensor(lstm.inputs().get(19));

        assertThat(lstm.intermediates().size()).isEqualTo(5);
        assertThat(cell.type()).isEqualTo(TensorType.INT16);
        assertThat(Math.getExponent(cell.quantization().scales().get(0)) + 15).isEqualTo((int)
                Math.ceil(Math.log(Math.max(1, largest(int8, "lstm/cell_state"))) / Math.log(2)));
        assertThat(graph.main().tensor(lstm.inputs().get(18)).quantization())
                .isEqualTo(graph.main().tensor(lstm.outputs().get(0)).quantization());
        assertThat(int8.plan().toText()).contains("lstm/cell_state in INT16", "state of the cell");
        assertThat(int8.ranges().orElseThrow().byName().keySet())
                .allMatch(name -> graph.main().tensors().stream()
                        .anyMatch(tensor -> tensor.name().startsWith(name)));
    }

    @Test
    void savedRangesOfTheCellQuantizeAgain() {
        Graph floats = Converter.withFusedLstm(model(Recurrence.DEFAULTS, true)).convert();
        Quantized first = quantized("int8", floats);

        Graph again = Quantizer.of(Recipe.named("int8"))
                .withCalibration(first.ranges().orElseThrow())
                .quantize(floats);

        assertThat(again).isEqualTo(first.graph());
    }

    @Test
    void everySequenceStartsFromZerosWhereRunsHaveNothingToDoWithEachOther() {
        Graph fused = Converter.withFusedLstm(model(Recurrence.DEFAULTS, true)).convert();
        float[] x = numbers(STEPS * FEATURES, SEED);
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("fused", fused), InterpreterOptions.DEFAULTS)) {
            interpreter.writeInput(0, bytes(x));
            interpreter.run();
            float first = interpreter.viewOutput(0).get(0);
            interpreter.run();
            float continued = interpreter.viewOutput(0).get(0);
            interpreter.runAnew();

            assertThat(continued).isNotEqualTo(first);
            assertThat(interpreter.viewOutput(0).get(0)).isEqualTo(first);
        }
    }

    @Test
    void whatCannotBeOneOperatorIsRefusedWithTheReason() {
        Model relu = Model.sequential()
                .input(STEPS, FEATURES)
                .add(new LSTM(4, ActivationFunction.RELU, ActivationFunction.SIGMOID, true, true, Recurrence.DEFAULTS))
                .build(1);
        Model gru = Model.sequential().input(STEPS, FEATURES).add(GRU.of(4)).build(1);

        assertThatExceptionOfType(LoweringException.class)
                .isThrownBy(() -> Converter.withFusedLstm(relu))
                .withMessageContainingAll("'lstm'", "its activation is relu, not tanh");
        assertThatExceptionOfType(LoweringException.class)
                .isThrownBy(() -> Converter.withFusedLstm(gru))
                .withMessageContaining("needs a layer LSTM");
    }

    /** With the ranges that the scales of Google's file stand for. */
    @Test
    @Tag("conformance")
    void integersAndScalesAreThoseOfGooglesConverter() throws IOException {
        Graph theirs = GraphReader.read(Assets.file("tflite/tflm/trained_lstm_int8.tflite"));
        Graph floats = GraphReader.read(Assets.file("tflite/tflm/trained_lstm.tflite"));
        Operator their = theirs.main().operators().get(0);
        Operator floating = floats.main().operators().get(0);
        TensorRanges ranges = new TensorRanges(Map.of());
        for (Tensor tensor : floats.main().tensors()) {
            ranges = ranges.with(tensor.name(), new ValueRange(-1, 1));
        }
        ranges = ranges.with(
                        name(floats, floating.inputs().get(0)),
                        range(theirs, their.inputs().get(0)))
                .with(name(floats, floating.inputs().get(19)), new ValueRange(-7, 7))
                .with(
                        name(floats, floating.outputs().get(0)),
                        range(theirs, their.outputs().get(0)));

        Graph ours = Quantizer.of(Recipe.parse("{quantize: int8, input_type: int8, output_type: int8}"))
                .withCalibration(ranges)
                .quantize(floats);

        Operator our = ours.main().operators().get(0);
        assertThat(our.code()).isEqualTo(their.code());
        for (int position = 1; position < 20; position++) {
            if (their.hasInput(position)) {
                Tensor mine = ours.main().tensor(our.inputs().get(position));
                Tensor google = theirs.main().tensor(their.inputs().get(position));
                assertThat(mine.type()).isEqualTo(google.type());
                assertThat(mine.buffer()).as("operand %d", position).isEqualTo(google.buffer());
                assertThat(mine.quantization().scales().get(0))
                        .as("scale of operand %d", position)
                        .isCloseTo(google.quantization().scales().get(0), Offset.offset(1e-9f));
            }
        }
    }

    private static String name(Graph graph, int tensor) {
        return graph.main().tensor(tensor).name();
    }

    private static ValueRange range(Graph graph, int tensor) {
        float scale = graph.main().tensor(tensor).quantization().scales().get(0);
        long zero = graph.main().tensor(tensor).quantization().zeroPoints().get(0);
        return new ValueRange((-128 - zero) * scale, (127 - zero) * scale);
    }

    private static double largest(Quantized quantized, String tensor) {
        ValueRange range = quantized.ranges().orElseThrow().of(tensor).orElseThrow();
        return Math.max(-range.min(), range.max());
    }

    private static Model model(Recurrence recurrence, boolean head) {
        var builder = Model.sequential()
                .input(STEPS, FEATURES)
                .add("lstm", LSTM.of(10).withRecurrence(recurrence));
        return (head ? builder.add(Dense.of(3)) : builder).build(7);
    }

    private static Quantized quantized(String recipe, Graph floats) {
        Quantizer quantizer = Quantizer.of(Recipe.named(recipe));
        return (recipe.equals("int8") ? quantizer.withCalibration(Calibrator.ofSamples(samples(floats))) : quantizer)
                .run(floats);
    }

    private static List<Map<String, SampleInput>> samples(Graph graph) {
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Map.of(
                    input.name(),
                    new SampleInput(List.of(1, STEPS, FEATURES), bytes(numbers(STEPS * FEATURES, SEED + i)))));
        }
        return samples;
    }

    private static double decibels(Graph floats, Graph quantized) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < SAMPLES; i++) {
            float[] x = numbers(STEPS * FEATURES, SEED + i);
            float[] exact = Running.run(floats, x);
            float[] rounded = Running.run(quantized, x);
            for (int place = 0; place < exact.length; place++) {
                signal += exact[place] * exact[place];
                noise += Math.pow(exact[place] - rounded[place], 2);
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    private static List<String> kinds(Graph graph) {
        return graph.main().operators().stream()
                .map(operator -> operator.code().name())
                .toList();
    }

    private static ByteBuffer bytes(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    private static float[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int place = 0; place < count; place++) {
            numbers[place] = (float) random.nextDouble(-2, 2);
        }
        return numbers;
    }
}
