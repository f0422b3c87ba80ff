// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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

        assertRefused(cut, "is damaged");
    }

    @Test
    void aWrongIdentifierIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Shared.file(MNIST));
        bytes[7] = '9';

        assertRefused(Files.write(folder.resolve("tfl9.tflite"), bytes), "TFL9");
    }

    @Test
    void aTextFileIsRefused() throws IOException {
        String text = "This is no model.\n".repeat(100);

        assertRefused(Files.writeString(folder.resolve("text.tflite"), text), "is damaged");
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

    /** XNNPACK alone takes any of these, and writes beyond its memory. */
    @ParameterizedTest
    @ValueSource(ints = {8, 32, 45_072})
    void rowsOfAnotherLengthThanTheWeightsAreRefused(int length) throws IOException {
        Path file = Shared.file("assets/tflite/aiedge_quantizer/weight_sharing_fcs.tflite");
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            interpreter.resizeInput(0, List.of(1, 8, length));

            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(interpreter::run)
                    .withMessageContainingAll("weight_sharing_fcs.tflite", length + " != 16");
        }
    }

    @Test
    void aScalarWhoseDimensionsAreToBeKeptIsRefused() throws IOException {
        Graph graph = GraphReader.read(Shared.file("assets/tflite/aiedge_quantizer/weight_sharing_fcs.tflite"));
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        Tensor input = tensors.get(0);
        tensors.set(0, Tensor.activation(input.name(), input.type(), Ints.EMPTY));
        Path scalar = folder.resolve("scalar.tflite");
        GraphWriter.write(graph.withMain(graph.main().withTensors(tensors)), scalar);

        try (Interpreter interpreter = Interpreter.open(scalar, InterpreterOptions.DEFAULTS)) {
            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(interpreter::run)
                    .withMessageContainingAll("scalar.tflite", "FULLY_CONNECTED");
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

    @Test
    void aConstantShorterThanItsShapeIsRefusedBeforeNativeCodeReadsBeyondIt() throws IOException {
        Graph graph = GraphReader.read(Shared.file(MNIST));
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        int weights = graph.main().operators().get(1).inputs().get(1);
        tensors.set(weights, tensors.get(weights).withBuffer(Buffer.ofFloats(1, 2, 3)));
        Path damaged = folder.resolve("short.tflite");
        GraphWriter.write(graph.withMain(graph.main().withTensors(tensors)), damaged);

        assertRefused(damaged, "but has 12");
    }

    @Test
    void anOperatorThatNobodyUsesRunsWithoutXnnpack() throws IOException {
        Graph graph = GraphReader.read(Shared.file(MNIST));
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        tensors.add(main.tensor(main.outputs().get(0)).withName("unused"));
        List<Operator> operators = new ArrayList<>(main.operators());
        operators.add(Operator.of(
                OperatorCode.of(BuiltinOperator.RELU, 1), main.outputs(), Ints.of(tensors.size() - 1), Options.NONE));
        Path unused = folder.resolve("unused.tflite");
        GraphWriter.write(graph.withMain(main.with(tensors, main.inputs(), main.outputs(), operators)), unused);

        try (Interpreter interpreter = Interpreter.open(unused, InterpreterOptions.DEFAULTS)) {
            interpreter.run();

            assertThat(interpreter.xnnpackApplied()).isFalse();
        }
    }

    private static void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Interpreter.open(file, InterpreterOptions.DEFAULTS))
                .withMessageContainingAll(file.toString(), reason);
    }
}
