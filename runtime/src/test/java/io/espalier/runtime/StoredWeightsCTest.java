// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Compression;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C whose weights are packed answers as TFLite with XNNPACK does, in every form, bit for bit. */
@Tag("conformance")
class StoredWeightsCTest {
    private static final CSettings SETTINGS = CSettings.named("m");

    @ParameterizedTest
    @EnumSource
    void everyFormAnswersAsTfliteDoes(Compression compression) throws IOException {
        Graph dense = GraphReader.read(Golden.file("mnist_softmax/int8.tflite"));
        Graph sparse = withFewValues(GraphReader.read(Golden.file("mobile_qat/qat_int8.tflite")));

        assertThat(difference(dense, SETTINGS.with(compression), Toolchain.host()))
                .isZero();
        assertThat(difference(sparse, SETTINGS.with(compression), Toolchain.sanitized()))
                .isZero();
    }

    @Test
    void theChosenFormsAnswerTheSameOnEveryMachine() throws IOException {
        Graph graph = withFewValues(GraphReader.read(Golden.file("mobile_qat/qat_int8.tflite")));

        for (Toolchain machine : List.of(Toolchain.cpp(), Toolchain.bigEndian(), Toolchain.cortexM4())) {
            assertThat(difference(graph, SETTINGS, machine)).isZero();
        }
        assertThat(difference(graph, SETTINGS.with(Objective.SPEED), Toolchain.cortexM4()))
                .isZero();
    }

    private static double difference(Graph graph, CSettings settings, Toolchain machine) {
        return GeneratedC.difference(graph, settings, machine, InterpreterOptions.DEFAULTS, 10);
    }

    /** Four of five weights become zero, and the others one of sixteen values. */
    private static Graph withFewValues(Graph graph) {
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.isConstant() && tensor.type() == TensorType.INT8
                        ? tensor.withBuffer(
                                Buffer.ofBytes(fewValues(tensor.buffer().toBytes())))
                        : tensor)
                .toList();
        return graph.withMain(graph.main().withTensors(tensors));
    }

    private static byte[] fewValues(byte[] values) {
        byte[] few = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            few[index] = (byte) (index * 7919 % 5 == 0 ? values[index] >> 4 : 0);
        }
        return few;
    }
}
