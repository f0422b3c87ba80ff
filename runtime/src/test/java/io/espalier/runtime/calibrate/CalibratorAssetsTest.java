// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.observe.TensorObservation;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.Examples;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("conformance")
class CalibratorAssetsTest {
    private static final int EXAMPLES = 5;
    private static final long SEED = 3;

    // those of one float input
    static List<Path> models() {
        return Stream.of(
                        "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                        "mlperf_tiny/image_classification/trained_models/pretrainedResnet_large_float.tflite",
                        "mlperf_tiny/keyword_spotting/trained_models/kws_ref_model_float32.tflite",
                        "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite",
                        "tflite/aiedge_quantizer/branching_conv_fc.tflite",
                        "tflite/aiedge_quantizer/conv_fc_mnist.tflite",
                        "tflite/aiedge_quantizer/mnist_quantized.tflite",
                        "tflite/aiedge_quantizer/partly_quantized_mnist.tflite",
                        "tflite/aiedge_quantizer/weight_sharing_fcs.tflite",
                        "tflite/tflm/hello_world_float.tflite",
                        "tflite/tflm/sine_float.tflite",
                        "tflite/tflm/trained_lstm.tflite")
                .map(Assets::file)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void batchesOnThreadsGiveWhatSamplesOneByOneGive(Path file) throws IOException {
        TensorInfo input = floatInput(file);
        Graph graph = GraphReader.read(file);
        int own = input.shape().get(0);
        Examples data =
                examples(EXAMPLES * own, input.shape().subList(1, input.shape().size()));
        Calibration expected = Calibrator.ofSamples(samples(input, data))
                .withName(file.toString())
                .calibrate(graph, new MinMax());

        Calibration batched = Calibrator.of(data)
                .withName(file.toString())
                .withOptions(InterpreterOptions.DEFAULTS.withThreads(2))
                .calibrate(graph, new MinMax());

        assertThat(batched.ranges().byName().keySet())
                .isEqualTo(expected.ranges().byName().keySet());
        batched.ranges()
                .byName()
                .forEach((tensor, range) ->
                        assertClose(tensor, range, expected.ranges().of(tensor).orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void outputsAreThoseOfTheModelAsItIs(Path file) throws IOException {
        TensorInfo input = floatInput(file);
        Examples data = examples(
                EXAMPLES * input.shape().get(0),
                input.shape().subList(1, input.shape().size()));
        Map<String, TensorObservation> outputs = new HashMap<>();
        List<Map<String, SampleInput>> samples = samples(input, data);
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            for (Map<String, SampleInput> sample : samples) {
                interpreter.resetVariables();
                sample.values()
                        .forEach(fed -> interpreter.writeInput(0, fed.values().duplicate()));
                interpreter.run();
                for (TensorInfo output : interpreter.outputs()) {
                    if (output.type() == TensorType.FLOAT32) {
                        outputs.computeIfAbsent(output.name(), name -> new TensorObservation(name, new MinMax()))
                                .add(0, interpreter.viewOutput(output.index()));
                    }
                }
            }
        }

        Calibration calibration =
                Calibrator.ofSamples(samples).withName(file.toString()).calibrate(GraphReader.read(file), new MinMax());

        assertThat(outputs).isNotEmpty();
        outputs.forEach((name, observer) -> assertClose(
                name,
                calibration.ranges().of(name).orElseThrow(),
                observer.range().orElseThrow()));
    }

    private static TensorInfo floatInput(Path file) throws IOException {
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            return interpreter.inputs().get(0);
        }
    }

    private static List<Map<String, SampleInput>> samples(TensorInfo input, Examples data) {
        int bytes = data.features().bytes() * input.shape().get(0);
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            samples.add(Map.of(
                    input.name(), new SampleInput(input.shape(), data.x().slice(i * bytes, bytes))));
        }
        return samples;
    }

    private static void assertClose(String tensor, ValueRange actual, ValueRange expected) {
        float tolerance = 1e-5f * (Math.max(Math.abs(expected.min()), Math.abs(expected.max())) + 1);
        String what = "%s, seed %d".formatted(tensor, SEED);
        assertThat(actual.min()).as(what).isCloseTo(expected.min(), within(tolerance));
        assertThat(actual.max()).as(what).isCloseTo(expected.max(), within(tolerance));
    }

    private static Examples examples(int count, List<Integer> shape) {
        ElementSpec features = new ElementSpec(ElementType.FLOAT32, shape);
        ByteBuffer x = ByteBuffer.allocate(count * features.bytes()).order(ByteOrder.nativeOrder());
        SplittableRandom random = new SplittableRandom(SEED);
        while (x.hasRemaining()) {
            x.putFloat((float) random.nextDouble(-1, 1));
        }
        ByteBuffer targets = ByteBuffer.allocate(count * Integer.BYTES);
        return new Examples("random", count, features, ElementSpec.of(ElementType.INT32), Scaling.IDENTITY, x, targets);
    }
}
