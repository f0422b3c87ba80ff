// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Google's converter (TensorFlow 2.21) made of the same models. */
class GoldenDynamicRangeTest {
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void weightsAndScalesAreThoseOfGooglesConverterToTheBit(String name) throws IOException {
        Graph ours = DynamicRangeQuantizer.HYBRID_THROUGHOUT.quantize(read(name, "float"));
        Graph golden = read(name, "dynamic");

        Map<String, Tensor> goldenWeights = int8Tensors(golden);
        assertThat(goldenWeights).isNotEmpty();
        assertThat(int8Tensors(ours)).isEqualTo(goldenWeights);
        assertThat(operators(ours)).isEqualTo(operators(golden));
        assertThat(ours.metadata(Metadata.MIN_RUNTIME_VERSION))
                .isEqualTo(golden.metadata(Metadata.MIN_RUNTIME_VERSION));
    }

    private static Graph read(String name, String variant) throws IOException {
        return GraphReader.read(Golden.file(name + "/" + variant + ".tflite"));
    }

    private static Map<String, Tensor> int8Tensors(Graph graph) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.INT8)
                .collect(Collectors.toMap(Tensor::name, Function.identity()));
    }

    private static String operators(Graph graph) {
        return graph.main().operators().stream()
                .map((Operator operator) -> operator.code() + " " + operator.options())
                .collect(Collectors.joining("\n"));
    }
}
