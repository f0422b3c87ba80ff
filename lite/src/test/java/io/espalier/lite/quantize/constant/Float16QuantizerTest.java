// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Float16QuantizerTest {
    @Test
    void everyFloatConstantGetsOneDequantizationInFrontOfAllOperators() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .counting("w", 2, 2)
                .counting("b", 2)
                .ints("s", Ints.of(2), -1, 2)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "y",
                        Ints.of(-1, 2),
                        "x",
                        "w",
                        "b")
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "z",
                        Ints.of(-1, 2),
                        "y",
                        "w",
                        "b")
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "r", Ints.of(-1, 2), "z", "s")
                .build("r");

        Graph quantized = new Float16Quantizer().quantize(graph);

        assertThat(Sketch.describe(quantized))
                .containsExactly(
                        "w/float32 = DEQUANTIZE(w)",
                        "b/float32 = DEQUANTIZE(b)",
                        "y = FULLY_CONNECTED(x, w/float32, b/float32)",
                        "z = FULLY_CONNECTED(y, w/float32, b/float32)",
                        "r = RESHAPE(z, s)");
        assertThat(quantized.main().tensor(1).type()).isEqualTo(TensorType.FLOAT16);
        assertThat(quantized.main().tensor(3)).isEqualTo(graph.main().tensor(3));
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void aConstantThatIsAnOutputStaysFloatThere() {
        Graph graph = new Sketch()
                .input("x", 2)
                .counting("w", 2)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", Ints.of(2), "x", "w")
                .build("y", "w");

        Graph quantized = new Float16Quantizer().quantize(graph);

        assertThat(quantized.main().tensor(1)).isEqualTo(graph.main().tensor(1));
        assertThat(Sketch.describe(quantized))
                .containsExactly("w/float32 = DEQUANTIZE(w/float16)", "y = ADD(x, w/float32)");
    }

    /** Google's converter (TensorFlow 2.21) of the same models. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void constantsAreThoseOfGooglesConverterToTheBitInASmallerFile(String name) throws IOException {
        Path goldenFile = Golden.file(name + "/float16.tflite");
        Graph golden = GraphReader.read(goldenFile);

        Graph ours = new Float16Quantizer().quantize(GraphReader.read(Golden.file(name + "/float.tflite")));

        assertThat(halves(golden)).isNotEmpty();
        assertThat(halves(ours)).isEqualTo(halves(golden));
        assertThat(GraphWriter.toBytes(ours).length).isLessThan((int) Files.size(goldenFile));
        assertThat(ours.metadata(Metadata.MIN_RUNTIME_VERSION))
                .isEqualTo(golden.metadata(Metadata.MIN_RUNTIME_VERSION));
        assertThat(ours.main().operators())
                .extracting(operator -> operator.code())
                .containsExactlyElementsOf(golden.main().operators().stream()
                        .map(operator -> operator.code())
                        .toList());
    }

    private static Map<String, Tensor> halves(Graph graph) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.FLOAT16)
                .collect(Collectors.toMap(Tensor::name, tensor -> tensor));
    }
}
