// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedModelTest {
    private static final String MNIST = "golden/mnist_softmax/float.tflite";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 100, 40_000, 80_000})
    void aFileCutShortIsRefusedWithItsNameAndTheReason(int length) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.file(MNIST));
        Path cut = Files.write(folder.resolve("cut.tflite"), Arrays.copyOf(whole, length));

        assertRefused(cut, "not a valid Flatbuffer");
    }

    @Test
    void aWrongIdentifierIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Shared.file(MNIST));
        bytes[7] = '9';

        assertRefused(Files.write(folder.resolve("tfl9.tflite"), bytes), "not a valid Flatbuffer");
    }

    @Test
    void aTextFileIsRefused() throws IOException {
        String text = "This is no model.\n".repeat(100);

        assertRefused(Files.writeString(folder.resolve("text.tflite"), text), "not a valid Flatbuffer");
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
        try (Interpreter interpreter = Interpreter.open(Shared.file(MNIST), kernels)) {
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
        try (Interpreter interpreter = Interpreter.open(Shared.file(MNIST), InterpreterOptions.DEFAULTS)) {
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
        try (Interpreter interpreter = Interpreter.open(Shared.file(MNIST), InterpreterOptions.DEFAULTS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> interpreter.writeInput(0, ByteBuffer.wrap(wrong)))
                    .withMessageContainingAll("float.tflite", "FLOAT32 [1, 28, 28]", "3136", "9");
        }
    }

    private static void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Interpreter.open(file, InterpreterOptions.DEFAULTS))
                .withMessageContainingAll(file.toString(), reason);
    }
}
