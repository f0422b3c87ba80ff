// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.QuantizationException;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model that others made: written again, and quantized. */
class OthersModelsTest {
    private static final int SAMPLES = 6;

    static List<Path> models() throws IOException {
        List<Path> models = new ArrayList<>();
        for (String folder : List.of("assets/tflite", "assets/mlperf_tiny", "golden")) {
            try (Stream<Path> files = Files.walk(Shared.file(folder))) {
                files.filter(file -> file.toString().endsWith(".tflite"))
                        .sorted()
                        .forEach(models::add);
            }
        }
        return models;
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelThatIsReadAndWrittenAgainGivesTheSameBytesOrTheSameRefusal(Path file) throws IOException {
        ByteBuffer original = Interpreter.read(file);
        ByteBuffer written = ByteBuffer.wrap(GraphWriter.toBytes(GraphReader.read(file)));

        for (boolean xnnpack : new boolean[] {true, false}) {
            InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
            assertThat(answers(written, options))
                    .as("XNNPACK %s, seed %d", xnnpack, RandomSamples.SEED)
                    .isEqualTo(answers(original, options));
        }
    }

    private static List<?> answers(ByteBuffer model, InterpreterOptions options) {
        try (Interpreter interpreter = Interpreter.open("the model", model, options)) {
            return RandomSamples.run(interpreter, RandomSamples.of(interpreter, 2));
        } catch (InterpreterException e) {
            return List.of(e.toString());
        }
    }

    /** By random weights or inputs that are no pictures; with 8-bit weights 16-bit activations are not always much better. */
    @ParameterizedTest
    @CsvSource({
        "assets/tflite/aiedge_quantizer/branching_conv_fc, 35, 45",
        "assets/tflite/aiedge_quantizer/conv_fc_mnist, 30, 40",
        "assets/tflite/aiedge_quantizer/weight_sharing_fcs, 35, 40",
        "assets/tflite/tflm/hello_world_float, 25, 25",
        "assets/tflite/tflm/sine_float, 25, 25",
        "assets/tflite/tflm/trained_lstm, 30, 38",
        "assets/mlperf_tiny/image_classification/trained_models/pretrainedResnet, 15, 15",
        "assets/mlperf_tiny/image_classification/trained_models/pretrainedResnet_large_float, 18, 18",
        "assets/mlperf_tiny/visual_wake_words/trained_models/vww_96_float, 40, 50",
        "golden/mnist_keras/float, 33, 36",
        "golden/mnist_softmax/float, 33, 40",
        "golden/mobile_big/float, 18, 38"
    })
    void everyFloatModelOfOthersStaysNearInEightAndInSixteenBits(String name, double int8, double int16)
            throws IOException {
        Path file = Shared.file(name + ".tflite");
        Graph graph = GraphReader.read(file);
        List<Map<String, SampleInput>> samples;
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            samples = RandomSamples.of(interpreter, SAMPLES);
        }
        Calibration calibration =
                Calibrator.ofSamples(samples).named(file.toString()).calibrate(graph, new MinMax());

        for (boolean xnnpack : new boolean[] {true, false}) {
            InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
            List<ByteBuffer> exact = run(graph, samples, options);
            Graph eight = IntegerQuantizer.of(IntegerOptions.INT8).quantize(graph, calibration.ranges());
            Graph sixteen = IntegerQuantizer.of(IntegerOptions.INT16X8).quantize(graph, calibration.ranges());
            String how = "XNNPACK " + xnnpack + ", seed " + RandomSamples.SEED;
            assertThat(RandomSamples.decibels(run(eight, samples, options), exact))
                    .as(how)
                    .isGreaterThan(int8);
            assertThat(RandomSamples.decibels(run(sixteen, samples, options), exact))
                    .as(how)
                    .isGreaterThan(int16);
        }
    }

    private static List<ByteBuffer> run(
            Graph graph, List<Map<String, SampleInput>> samples, InterpreterOptions options) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter = Interpreter.open("the graph", model, options)) {
            return RandomSamples.run(interpreter, samples);
        }
    }

    @Test
    void everyQuantizedModelOfOthersIsRefusedAsSuch() throws IOException {
        List<Path> quantized = models().stream()
                .filter(file -> file.toString().matches(".*(int8|quant|8bit|dynamic|float16|u8|fio|lstm_int8)[^/]*"))
                // Integers from end to end, but none that has a scale.
                .filter(file -> !file.endsWith("audio_preprocessor_int8.tflite"))
                .toList();

        assertThat(quantized)
                .hasSizeGreaterThan(15)
                .allSatisfy(file -> assertThatExceptionOfType(QuantizationException.class)
                        .as(file.toString())
                        .isThrownBy(() -> IntegerQuantizer.of(IntegerOptions.INT8)
                                .quantize(GraphReader.read(file), new TensorRanges(Map.of())))
                        .withMessageContaining("is quantized already"));
    }
}
