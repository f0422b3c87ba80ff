// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of Google's converter and of others: written again, and quantized. */
class OthersModelsTest {
    private static final int SAMPLES = 6;

    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void aModelThatIsReadAndWrittenAgainGivesTheSameBytes(Path file) throws IOException {
        assertSameAnswersWhenWrittenAgain(file);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.runtime.ModelsOfOthers#thatRun")
    void aModelOfOthersThatIsReadAndWrittenAgainGivesTheSameBytes(Path file) throws IOException {
        assertSameAnswersWhenWrittenAgain(file);
    }

    private static void assertSameAnswersWhenWrittenAgain(Path file) throws IOException {
        ByteBuffer original = ByteBuffer.wrap(Files.readAllBytes(file));
        ByteBuffer written = ByteBuffer.wrap(GraphWriter.toBytes(GraphReader.read(file)));

        for (boolean xnnpack : new boolean[] {true, false}) {
            InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
            assertThat(answers(written, options))
                    .as("XNNPACK %s, seed %d", xnnpack, RandomSamples.SEED)
                    .isEqualTo(answers(original, options));
        }
    }

    private static List<?> answers(ByteBuffer model, InterpreterOptions options) {
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the model", model), options)) {
            return RandomSamples.run(interpreter, RandomSamples.of(interpreter, 2));
        }
    }

    /** By random weights or inputs that are no pictures; with 8-bit weights 16-bit activations are not always much better. */
    @ParameterizedTest
    @Tag("conformance")
    @CsvSource({
        "tflite/aiedge_quantizer/branching_conv_fc, 35, 45",
        "tflite/aiedge_quantizer/conv_fc_mnist, 30, 40",
        "tflite/aiedge_quantizer/weight_sharing_fcs, 35, 40",
        "tflite/tflm/hello_world_float, 25, 25",
        "tflite/tflm/sine_float, 25, 25",
        "tflite/tflm/trained_lstm, 30, 38",
        "mlperf_tiny/image_classification/trained_models/pretrainedResnet, 15, 15",
        "mlperf_tiny/image_classification/trained_models/pretrainedResnet_large_float, 18, 18",
        "mlperf_tiny/visual_wake_words/trained_models/vww_96_float, 40, 50"
    })
    void everyFloatModelOfOthersStaysNearInEightAndInSixteenBits(String name, double int8, double int16)
            throws IOException {
        assertStaysNear(Assets.file(name + ".tflite"), int8, int16);
    }

    @ParameterizedTest
    @CsvSource({"mnist_keras, 33, 36", "mnist_softmax, 33, 40", "mobile_big, 18, 38"})
    void aFloatModelStaysNearInEightAndInSixteenBits(String name, double int8, double int16) throws IOException {
        assertStaysNear(Golden.file(name + "/float.tflite"), int8, int16);
    }

    /** Signal to noise, in dB. */
    private static void assertStaysNear(Path file, double int8, double int16) throws IOException {
        Graph graph = GraphReader.read(file);
        List<Map<String, SampleInput>> samples;
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            samples = RandomSamples.of(interpreter, SAMPLES);
        }
        Calibration calibration =
                Calibrator.ofSamples(samples).withName(file.toString()).calibrate(graph, new MinMax());

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
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", model), options)) {
            return RandomSamples.run(interpreter, samples);
        }
    }

    @Test
    void everyQuantizedModelIsRefusedAsSuch() throws IOException {
        List<Path> quantized = quantized(Golden.models());

        assertThat(quantized).hasSize(23).allSatisfy(OthersModelsTest::assertRefusedAsQuantized);
    }

    @Test
    @Tag("conformance")
    void everyQuantizedModelOfOthersIsRefusedAsSuch() throws IOException {
        List<Path> quantized = quantized(Assets.models());

        assertThat(quantized).hasSize(9).allSatisfy(OthersModelsTest::assertRefusedAsQuantized);
    }

    private static List<Path> quantized(List<Path> models) {
        return models.stream()
                .filter(file -> file.toString().matches(".*(int8|quant|8bit|dynamic|float16|u8|fio|lstm_int8)[^/]*"))
                // Integers from end to end, but none that has a scale.
                .filter(file -> !file.endsWith("audio_preprocessor_int8.tflite"))
                .toList();
    }

    private static void assertRefusedAsQuantized(Path file) {
        assertThatExceptionOfType(QuantizationException.class)
                .as(file.toString())
                .isThrownBy(() -> IntegerQuantizer.of(IntegerOptions.INT8)
                        .quantize(GraphReader.read(file), new TensorRanges(Map.of())))
                .withMessageContaining("is already quantized");
    }
}
