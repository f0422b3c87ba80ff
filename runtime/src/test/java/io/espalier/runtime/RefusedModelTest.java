// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedModelTest {
    private static final String MNIST = "mnist_softmax/float.tflite";

    @TempDir
    Path folder;

    @Test
    void aTextFileIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.tflite"), "This is no model.\n".repeat(100));

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Interpreter.open(text, InterpreterOptions.DEFAULTS))
                .withMessageContainingAll(text.toString(), "not a TFLite model");
    }

    @Test
    void aMissingFileIsAProblemOfTheEnvironment() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Interpreter.open(folder.resolve("absent.tflite"), InterpreterOptions.DEFAULTS))
                .withMessageContaining("absent.tflite");
    }

    @Test
    void aShapeThatTheModelCannotTakeIsRefusedWithTheKernelsOwnNumbers() throws IOException {
        InterpreterOptions kernels = InterpreterOptions.DEFAULTS.withXnnpack(false);
        try (Interpreter interpreter = Interpreter.open(Golden.file(MNIST), kernels)) {
            interpreter.resizeInput(0, List.of(2, 3));

            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(interpreter::allocate)
                    .withMessageContainingAll(
                            "float.tflite",
                            "FLOAT32 [2, 3]",
                            "tensorflow/lite/kernels/reshape.cc",
                            "(6 != 0)",
                            "(RESHAPE) failed to prepare");
        }
    }

    @Test
    void anInterpreterRunsAgainAfterAShapeWasRefused() throws IOException {
        InterpreterOptions kernels = InterpreterOptions.DEFAULTS.withXnnpack(false);
        try (Interpreter interpreter = Interpreter.open(Golden.file(MNIST), kernels)) {
            interpreter.resizeInput(0, List.of(2, 3));
            assertThatExceptionOfType(InterpreterException.class).isThrownBy(interpreter::run);

            interpreter.resizeInput(0, List.of(3, 28, 28));
            interpreter.run();

            assertThat(interpreter.outputs().get(0).shape()).containsExactly(3, 10);
        }
    }

    @Test
    void aBufferOfTheWrongSizeIsRefusedWithTheTensor() throws IOException {
        byte[] wrong = "too short".getBytes(StandardCharsets.US_ASCII);
        try (Interpreter interpreter = Interpreter.open(Golden.file(MNIST), InterpreterOptions.DEFAULTS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> interpreter.writeInput(0, ByteBuffer.wrap(wrong)))
                    .withMessageContainingAll("float.tflite", "FLOAT32 [1, 28, 28]", "3136", "9");
        }
    }
}
