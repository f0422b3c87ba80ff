// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.TensorInfo;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterTest {
    private static final String MNIST = "mnist_softmax/float.tflite";

    @ParameterizedTest
    @CsvSource({
        "mnist_keras, true", "mnist_keras, false",
        "mnist_softmax, true", "mnist_softmax, false",
        "mobile_big, true", "mobile_big, false"
    })
    void floatModelsGiveWhatTensorFlowGave(String model, boolean xnnpack) throws IOException {
        float[] x = Golden.floats(model + "/x.npy");
        float[] y = Golden.floats(model + "/y.npy");

        float[] outputs = run(model + "/float.tflite", InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), x, 32);

        assertThat(outputs).hasSameSizeAs(y).containsExactly(y, within(1e-5f));
    }

    @Test
    void useAfterCloseIsAnExceptionAndClosingTwiceIsNot() throws IOException {
        Interpreter interpreter = Interpreter.open(Golden.file(MNIST), InterpreterOptions.DEFAULTS);
        interpreter.run();

        interpreter.close();
        interpreter.close();

        assertThatIllegalStateException().isThrownBy(interpreter::run).withMessageContaining("float.tflite");
        assertThatIllegalStateException().isThrownBy(interpreter::inputs);
        assertThatIllegalStateException().isThrownBy(interpreter::outputs);
        assertThatIllegalStateException().isThrownBy(() -> interpreter.writeInput(0, ByteBuffer.allocate(3136)));
        assertThatIllegalStateException().isThrownBy(() -> interpreter.resizeInput(0, List.of(2, 28, 28)));
    }

    @Test
    void tensorsAreFoundByName() throws IOException {
        try (Interpreter interpreter = Interpreter.open(Golden.file(MNIST), InterpreterOptions.DEFAULTS)) {
            TensorInfo input = interpreter.inputs().get(0);
            TensorInfo output = interpreter.outputs().get(0);

            assertThat(interpreter.input(input.name())).isEqualTo(input);
            assertThat(interpreter.output(output.name())).isEqualTo(output);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> interpreter.input("absent"))
                    .withMessageContainingAll("float.tflite", "'absent'", input.name());
        }
    }

    @Test
    void aQuantizedInputTellsItsScaleAndZeroPoint() throws IOException {
        Path model = Golden.file("mnist_softmax/int8_u8io.tflite");
        try (Interpreter interpreter = Interpreter.open(model, InterpreterOptions.DEFAULTS)) {
            TensorInfo input = interpreter.inputs().get(0);

            assertThat(input.type()).isEqualTo(TensorType.UINT8);
            assertThat(input.quantization()).hasValueSatisfying(quantization -> {
                assertThat(quantization.scale()).isCloseTo(1 / 255f, within(1e-6f));
                assertThat(quantization.zeroPoint()).isZero();
            });
        }
    }

    private static float[] run(String path, InterpreterOptions options, float[] x, int batch) throws IOException {
        try (Interpreter interpreter = Interpreter.open(Golden.file(path), options)) {
            List<Integer> shape = new ArrayList<>(interpreter.inputs().get(0).shape());
            shape.set(0, batch);
            interpreter.resizeInput(0, shape);
            assertThat(interpreter.xnnpackApplied()).isEqualTo(options.xnnpack());
            ByteBuffer input = ByteBuffer.allocateDirect(x.length * Float.BYTES).order(ByteOrder.nativeOrder());
            input.asFloatBuffer().put(x);
            interpreter.writeInput(0, input);
            interpreter.run();
            float[] outputs = new float[interpreter.outputs().get(0).elements()];
            ByteBuffer output =
                    ByteBuffer.allocateDirect(outputs.length * Float.BYTES).order(ByteOrder.nativeOrder());
            interpreter.readOutput(0, output);
            output.flip().asFloatBuffer().get(outputs);
            return outputs;
        }
    }
}
