// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.data.Predictions;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every model of Google's converter and of others that the runtime takes, and those that it refuses. */
class EveryModelTest {
    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void everyModelRuns(Path file) throws IOException {
        assertRunsWithAndWithoutXnnpack(file);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.runtime.ModelsOfOthers#thatRun")
    void everyModelOfOthersRuns(Path file) throws IOException {
        assertRunsWithAndWithoutXnnpack(file);
    }

    private static void assertRunsWithAndWithoutXnnpack(Path file) throws IOException {
        for (boolean xnnpack : new boolean[] {true, false}) {
            try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack))) {
                runOnZeros(interpreter);
            }
        }
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(booleans = {true, false})
    void modelsForMicrocontrollersThatTheRuntimeCannotRunAreRefusedWithItsReason(boolean xnnpack) {
        ModelsOfOthers.REFUSED.forEach((name, reason) -> {
            Path file = Assets.file(name);

            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(() -> {
                        try (Interpreter interpreter =
                                Interpreter.open(file, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack))) {
                            interpreter.run();
                        }
                    })
                    .withMessageContainingAll(file.toString(), reason);
        });
    }

    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void batchesAnswerLikeSingleRuns(Path file) throws IOException {
        assertBatchesAnswerLikeSingleRuns(file);
    }

    /** Some have a batch of 1 inside, which resizing the input does not change: they must be run one by one. */
    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.runtime.ModelsOfOthers#fedByADataSet")
    void batchesAnswerLikeSingleRunsInModelsOfOthers(Path file) throws IOException {
        assertBatchesAnswerLikeSingleRuns(file);
    }

    private static void assertBatchesAnswerLikeSingleRuns(Path file) throws IOException {
        Examples data = examplesFor(file);

        Predictions single = Inference.predict(TfliteModel.read(file), data, InterpreterOptions.DEFAULTS, 1);
        Predictions batches = Inference.predict(TfliteModel.read(file), data, InterpreterOptions.DEFAULTS, 4);

        assertThat(batches.maxDifference(single)).isLessThan(tolerance(file));
    }

    @Test
    @Tag("conformance")
    void modelsThatADataSetCannotBeFedToAreRefused() {
        ModelsOfOthers.NOT_FED_BY_A_DATA_SET.forEach((name, reason) -> {
            Path file = Assets.file(name);

            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(() -> Inference.predict(file, examplesFor(file), InterpreterOptions.DEFAULTS))
                    .withMessageContainingAll(file.toString(), reason);
        });
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

    private static void runOnZeros(Interpreter interpreter) {
        for (TensorInfo input : interpreter.inputs()) {
            if (input.type().bits() > 0) {
                int bytes = input.bytes();
                interpreter.writeInput(input.index(), ByteBuffer.allocateDirect(bytes));
            }
        }
        interpreter.run();
        for (TensorInfo output : interpreter.outputs()) {
            assertThat(output.elements()).as(interpreter.name() + " " + output).isPositive();
        }
    }
}
