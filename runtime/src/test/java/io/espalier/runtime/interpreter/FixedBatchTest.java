// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.runtime.InterpreterException;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedBatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"float", "dynamic", "int8_fio", "float16"})
    void everyShapeIsThatOfTheBatchAndOutputsStay(String file) throws IOException {
        Graph open = GraphReader.read(Golden.file("mnist_softmax/" + file + ".tflite"));

        Graph fixed = FixedBatch.of("digits", open, 3);

        assertThat(fixed.main().tensors())
                .allMatch(tensor -> tensor.shapeSignature().isEmpty());
        assertThat(fixed.main().tensor(fixed.main().inputs().get(0)).shape()).isEqualTo(Ints.of(3, 28, 28));
        assertThat(fixed.main().tensor(fixed.main().outputs().get(0)).shape()).isEqualTo(Ints.of(3, 10));
        assertThat(run(fixed)).isEqualTo(run(open));
    }

    @Test
    void whatMovesTheBatchIntoOtherDimensionsHasItsTrueShape() {
        Graph open = Converter.convert(
                Model.sequential().input(5, 4).add(LSTM.of(3)).add(Dense.of(2)).build(1));

        Graph fixed = FixedBatch.of("steps", open, 2);

        assertThat(fixed.main().tensors()).extracting(Tensor::shapeSignature).containsOnly(Ints.EMPTY);
        assertThat(fixed.main().tensor(fixed.main().outputs().get(0)).shape()).isEqualTo(Ints.of(2, 2));
        assertThat(run(fixed, 2)).isEqualTo(run(open, 2));
    }

    @Test
    void whatFollowsAComputedShapeIsKnownToo() throws IOException {
        Graph open = GraphReader.read(Golden.file("mnist_keras/float.tflite"));

        Graph fixed = FixedBatch.of("digits", open, 2);

        assertThat(open.main().operators().get(0).code().name()).isEqualTo("SHAPE");
        assertThat(fixed.main().operators()).hasSize(5);
        assertThat(fixed.main().tensor(fixed.main().outputs().get(0)).shape()).isEqualTo(Ints.of(2, 10));
        assertThat(run(fixed, 2)).containsExactly(run(open, 2), within(1e-5f));
    }

    @Test
    void shapesThatOperatorsComputeOfTheBatchBecomeConstants() {
        Graph open = Converter.convert(
                Model.sequential().input(4, 4, 2).add(Conv2DTranspose.of(2, 3)).build(1));

        Graph fixed = FixedBatch.of("picture", open, 2);

        assertThat(open.main().operators()).hasSizeGreaterThan(1);
        assertThat(fixed.main().operators()).hasSize(1);
        // XNNPACK takes it now, and rounds in another order.
        assertThat(run(fixed, 2)).containsExactly(run(open, 2), within(1e-5f));
    }

    @Test
    void aModelWithoutAnOpenBatchIsResized() {
        Graph one = FixedBatch.of("net", convolution(8), 1);

        assertThat(FixedBatch.of("net", one, 4).main().tensor(0).shape()).isEqualTo(Ints.of(4, 8, 8, 3));
    }

    @Test
    void modelsThatCannotSayWhy() {
        Graph graph = convolution(8);
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.dynamicShape().equals(Ints.of(-1, 8, 8, 3))
                        ? tensor.withDynamicShape(Ints.of(-1, -1, 8, 3))
                        : tensor)
                .toList();
        Graph open = graph.withMain(graph.main().withTensors(tensors));

        assertThatThrownBy(() -> FixedBatch.of("net.tflite", open, 4))
                .isInstanceOf(InterpreterException.class)
                .hasMessageStartingWith("net.tflite: cannot be fixed to a batch of 4: dimension 1 of input")
                .hasMessageContaining("[-1, -1, 8, 3] is open too");
        assertThatThrownBy(() -> FixedBatch.of("net.tflite", withReshapeToOneExample(), 4))
                .hasMessageStartingWith("net.tflite: cannot be fixed to a batch of 4: ")
                .hasMessageContaining("RESHAPE");
    }

    private static Graph withReshapeToOneExample() {
        Graph open = Converter.convert(
                Model.sequential().input(12).add(Reshape.to(3, 4)).build(1));
        List<Tensor> tensors = open.main().tensors().stream()
                .map(tensor -> tensor.isConstant() ? tensor.withBuffer(Buffer.ofInts(1, 3, 4)) : tensor)
                .toList();
        return open.withMain(open.main().withTensors(tensors));
    }

    private static Graph convolution(int size) {
        return Converter.convert(Model.sequential()
                .input(size, size, 3)
                .add(Conv2D.of(2, 3))
                .add(new Flatten())
                .add(Dense.of(2))
                .build(1));
    }

    private static float[] run(Graph graph) {
        return run(graph, 3);
    }

    private static float[] run(Graph graph, int batch) {
        SplittableRandom random = new SplittableRandom(5);
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("graph", graph), InterpreterOptions.DEFAULTS.withThreads(1))) {
            List<Integer> shape = new ArrayList<>(interpreter.inputs().get(0).shape());
            shape.set(0, batch);
            interpreter.resizeInput(0, shape);
            ByteBuffer input = ByteBuffer.allocate(4 * shape.stream().reduce(1, Math::multiplyExact))
                    .order(ByteOrder.nativeOrder());
            while (input.hasRemaining()) {
                input.putFloat((float) random.nextDouble());
            }
            interpreter.writeInput(0, input.flip());
            interpreter.run();
            float[] output = new float[interpreter.outputs().get(0).elements()];
            interpreter.viewOutput(0).get(output);
            return output;
        }
    }
}
