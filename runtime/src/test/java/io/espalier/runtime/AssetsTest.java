// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.data.Predictions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetsTest {
    /** Models made by others: each runs, or is refused with a reason; which, is a matter of the runtime's version. */
    @ParameterizedTest
    @CsvSource({
        "assets/tflite, true", "assets/tflite, false",
        "assets/mlperf_tiny, true", "assets/mlperf_tiny, false",
        "golden, true", "golden, false"
    })
    void everyModelRunsOrIsRefusedWithAReason(String folder, boolean xnnpack) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Shared.file(folder))) {
            files = all.filter(file -> file.toString().endsWith(".tflite"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();

        for (Path file : files) {
            try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack))) {
                runOnZeros(interpreter);
            } catch (InterpreterException e) {
                assertThat(e.getMessage()).contains(file.toString()).doesNotContain("gives no reason");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "audio_preprocessor_int8, SignalWindow",
        "person_detect_vela, ethos-u",
        "person_detect, quantized_dimension must be in range",
        "person_detect, and 24 more messages"
    })
    void modelsForMicrocontrollersThatTheRuntimeCannotRunAreRefused(String name, String reason) {
        Path file = Shared.file("assets/tflite/tflm/" + name + ".tflite");

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> {
                    try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
                        interpreter.run();
                    }
                })
                .withMessageContainingAll(file.toString(), reason);
    }

    /** Some have a batch of 1 inside, which resizing the input does not change: they must be run one by one. */
    @ParameterizedTest
    @CsvSource({"assets/tflite", "assets/mlperf_tiny", "golden"})
    void batchesAnswerLikeSingleRuns(String folder) throws IOException {
        int compared = 0;
        for (Path file : models(folder)) {
            try {
                Examples data = examplesFor(file);
                Predictions single = Inference.predict(file, data, InterpreterOptions.DEFAULTS, 1);
                Predictions batches = Inference.predict(file, data, InterpreterOptions.DEFAULTS, 4);
                assertThat(batches.maxDifference(single)).as(file.toString()).isLessThan(tolerance(file));
                compared++;
            } catch (InterpreterException e) {
                assertThat(e.getMessage()).contains(file.toString());
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    private static Examples examplesFor(Path file) throws IOException {
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            List<Integer> shape = interpreter.inputs().get(0).shape();
            return Examples.bytes(6, shape.subList(1, shape.size()).toArray(new Integer[0]));
        }
    }

    /** A ten-thousandth for floats; one step of quantization where there is one. */
    private static float tolerance(Path file) throws IOException {
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            return interpreter
                    .outputs()
                    .get(0)
                    .quantization()
                    .map(q -> 1.01f * q.scale())
                    .orElse(1e-4f);
        }
    }

    private static List<Path> models(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(Shared.file(folder))) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".tflite"))
                    .sorted()
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    private static void runOnZeros(Interpreter interpreter) {
        for (TensorInfo input : interpreter.inputs()) {
            if (input.type() != TensorType.OPAQUE) {
                int bytes = input.elements() * input.type().bytes();
                interpreter.writeInput(input.index(), ByteBuffer.allocateDirect(bytes));
            }
        }
        interpreter.run();
        for (TensorInfo output : interpreter.outputs()) {
            assertThat(output.elements()).as(interpreter.name() + " " + output).isPositive();
        }
    }
}
