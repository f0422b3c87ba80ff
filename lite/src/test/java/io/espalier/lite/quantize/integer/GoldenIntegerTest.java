// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what Google's converter (TensorFlow 2.21) made of the same models, with the ranges that it found. */
class GoldenIntegerTest {
    @ParameterizedTest
    @CsvSource({
        "mnist_keras, int8, INT8",
        "mnist_keras, int8_fio, FLOAT32",
        "mnist_keras, int8_u8io, UINT8",
        "mnist_softmax, int8, INT8",
        "mnist_softmax, int8_fio, FLOAT32",
        "mnist_softmax, int8_u8io, UINT8",
        "mobile_big, int8, INT8",
        "mobile_big, int8_fio, FLOAT32",
        "mobile_big, int8_u8io, UINT8"
    })
    void operatorsWeightsBiasesAndScalesAreThoseOfGooglesConverterToTheBit(
            String name, String variant, TensorType boundary) throws IOException {
        Graph floatGraph = read(name, "float");
        Graph golden = read(name, variant);

        Graph ours = IntegerQuantizer.of(IntegerOptions.INT8.withBoundary(boundary, boundary))
                .quantize(floatGraph, GoldenRanges.of(floatGraph, read(name, "int8")));

        assertThat(operators(ours.main())).isEqualTo(operators(golden.main()));
        assertThat(ours.metadata(Metadata.MIN_RUNTIME_VERSION))
                .isEqualTo(golden.metadata(Metadata.MIN_RUNTIME_VERSION));
        assertThat(GraphWriter.toBytes(ours).length)
                .isLessThan((int) Files.size(Golden.file(name + "/" + variant + ".tflite")));
    }

    private static Graph read(String name, String variant) throws IOException {
        return GraphReader.read(Golden.file(name + "/" + variant + ".tflite"));
    }

    /** Each operator with all that its tensors hold but their names. Of what type the tensor is whose shape is asked makes no difference. */
    private static List<String> operators(Subgraph subgraph) {
        return subgraph.operators().stream()
                .map(operator -> operator.code() + " " + operator.options()
                        + (operator.is(BuiltinOperator.SHAPE) ? "" : operands(subgraph, operator)))
                .toList();
    }

    private static List<String> operands(Subgraph subgraph, Operator operator) {
        return IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .mapToObj(subgraph::tensor)
                .map((Tensor tensor) -> "\n    " + tensor.type() + tensor.shape() + tensor.quantization() + " "
                        + HexFormat.of().formatHex(tensor.buffer().toBytes()))
                .toList();
    }
}
