// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.testing.Golden;
import java.io.IOException;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What the genuine converter (TF 2.21) wrote into the golden files, as other tools show it. */
class GoldenStructureTest {

    @Test
    void theFloatModelHasItsOperatorsShapesAndSignature() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mnist_softmax/float.tflite"));

        assertThat(graph.description()).isEqualTo("MLIR Converted.");
        assertThat(graph.main().name()).isEqualTo("main");
        assertThat(graph.main().operators())
                .extracting(
                        operator -> operator.code().name(),
                        operator -> operator.code().version())
                .containsExactly(
                        Tuple.tuple("RESHAPE", 1),
                        Tuple.tuple("CONV_2D", 1),
                        Tuple.tuple("MAX_POOL_2D", 1),
                        Tuple.tuple("RESHAPE", 1),
                        Tuple.tuple("FULLY_CONNECTED", 1),
                        Tuple.tuple("SOFTMAX", 1));
        assertThat(graph.main().tensor(0).dynamicShape()).isEqualTo(Ints.of(-1, 28, 28));
        assertThat(graph.main().tensor(3).shape()).isEqualTo(Ints.of(12, 3, 3, 1));
        assertThat(graph.main().tensor(3).buffer().asFloats().get(0)).isEqualTo(Float.intBitsToFloat(0x3ec7e1e3));
        assertThat(graph.signatures()).singleElement().satisfies(signature -> {
            assertThat(signature.key()).isEqualTo("serving_default");
            assertThat(signature.inputs()).containsExactly(new NamedTensor("x", 0));
            assertThat(signature.outputs()).containsExactly(new NamedTensor("y", 12));
        });
        assertThat(graph.metadata(Metadata.MIN_RUNTIME_VERSION))
                .map(Metadata::asText)
                .hasValue("1.5.0");
    }

    @Test
    void theConvolutionHasItsOptions() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mnist_softmax/float.tflite"));

        assertThat(graph.main().operators().get(1).options())
                .isEqualTo(Options.of(OptionsTable.CONV_2D)
                        .with("padding", Padding.VALID)
                        .with("stride_w", 1)
                        .with("stride_h", 1)
                        .with("fused_activation_function", ActivationFunction.RELU));
    }

    @Test
    void theDynamicRangeModelHasPerChannelWeights() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mnist_softmax/dynamic.tflite"));

        Operator dense = graph.main().operators().get(4);
        Tensor weights = graph.main().tensor(dense.inputs().get(1));

        assertThat(dense.code().version()).isEqualTo(12);
        assertThat(dense.options().flag("asymmetric_quantize_inputs")).isTrue();
        assertThat(weights.type()).isEqualTo(TensorType.INT8);
        assertThat(weights.quantization().scales().size()).isEqualTo(10);
        assertThat(weights.quantization().zeroPoints()).isEqualTo(Longs.filled(10, 0));
        assertThat(weights.quantization().quantizedDimension()).isZero();
    }
}
