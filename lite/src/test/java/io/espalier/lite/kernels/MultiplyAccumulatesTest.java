// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplyAccumulatesTest {
    @Test
    void aConvolutionMultipliesEachWeightAtEachPlaceOfTheOutput() {
        assertThat(count(BuiltinOperator.CONV_2D, Ints.of(1, 6, 5, 4), Ints.of(1, 8, 8, 3), Ints.of(4, 3, 3, 3)))
                .isEqualTo(6 * 5 * 4 * 3 * 3 * 3);
    }

    @Test
    void aDepthwiseConvolutionHasOneFilterForAChannel() {
        assertThat(count(
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        Ints.of(1, 6, 6, 8),
                        Ints.of(1, 6, 6, 8),
                        Ints.of(1, 3, 3, 8)))
                .isEqualTo(6 * 6 * 8 * 3 * 3);
    }

    @Test
    void aTransposedConvolutionMultipliesEachWeightAtEachPlaceOfTheInput() {
        assertThat(count(
                        BuiltinOperator.TRANSPOSE_CONV,
                        Ints.of(1, 8, 8, 2),
                        Ints.of(4),
                        Ints.of(2, 3, 3, 5),
                        Ints.of(1, 4, 4, 5)))
                .isEqualTo(4 * 4 * 5 * 2 * 3 * 3);
    }

    @Test
    void aFullyConnectedOperatorFlattensItsInput() {
        assertThat(count(BuiltinOperator.FULLY_CONNECTED, Ints.of(2, 10), Ints.of(2, 3, 4), Ints.of(10, 12)))
                .isEqualTo(2 * 12 * 10);
    }

    @Test
    void aProductOfMatricesSharesOneDimension() {
        assertThat(count(BuiltinOperator.BATCH_MATMUL, Ints.of(5, 2, 4), Ints.of(5, 2, 3), Ints.of(5, 3, 4)))
                .isEqualTo(5 * 2 * 4 * 3);
    }

    @Test
    void whatHasNoWeightsCountsAsNone() {
        assertThat(count(BuiltinOperator.ADD, Ints.of(1, 9), Ints.of(1, 9), Ints.of(1, 9)))
                .isZero();
    }

    /** Quantization changes what is multiplied, not how often. */
    @ParameterizedTest
    @CsvSource({"mnist_keras", "mnist_softmax", "mobile_big"})
    void aQuantizedModelHasTheSameCountAsItsFloatTwin(String name) throws IOException {
        long ofFloat = MultiplyAccumulates.of(read(name, "float"));

        assertThat(ofFloat).isPositive();
        assertThat(MultiplyAccumulates.of(read(name, "int8"))).isEqualTo(ofFloat);
        assertThat(MultiplyAccumulates.of(read(name, "dynamic"))).isEqualTo(ofFloat);
    }

    /** MLPerf Tiny states 12.5 million for its ResNet; MobileNet V2's paper 300 million. */
    @ParameterizedTest
    @Tag("conformance")
    @CsvSource({
        "mlperf_tiny/image_classification/trained_models/pretrainedResnet_quant.tflite, 12501632",
        "tflite/tflm/mobilenet_v2_quantized_1x3x224x224.tflite, 300774272"
    })
    void wellKnownModelsHaveTheirWellKnownCounts(String path, long published) throws IOException {
        assertThat(MultiplyAccumulates.of(GraphReader.read(Assets.file(path)).main()))
                .isEqualTo(published);
    }

    private static Subgraph read(String name, String variant) throws IOException {
        return GraphReader.read(Golden.file(name + "/" + variant + ".tflite")).main();
    }

    private static long count(BuiltinOperator builtin, Ints output, Ints... inputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (Ints shape : inputs) {
            tensors.add(Tensor.activation("in", TensorType.FLOAT32, shape));
        }
        tensors.add(Tensor.activation("out", TensorType.FLOAT32, output));
        Ints operands = Ints.of(IntStream.range(0, inputs.length).toArray());
        Options options =
                builtin == BuiltinOperator.BATCH_MATMUL ? Options.of(OptionsTable.BATCH_MATMUL) : Options.NONE;
        Operator operator = Operator.of(OperatorCode.of(builtin, 1), operands, Ints.of(inputs.length), options);
        return MultiplyAccumulates.of(
                new Subgraph("main", tensors, operands, Ints.of(inputs.length), List.of(operator)), operator);
    }
}
