// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.SmallGraphs;
import io.espalier.lite.file.GraphWriter;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionTest {

    @TempDir
    Path folder;

    @Test
    void theTextFollowsTheAnalyzersGrammar() throws IOException {
        String text = inspectDigits().toText();

        assertThat(text.lines())
                .startsWith("=== digits.tflite ===")
                .contains(
                        "Subgraph#0 main(T#0) -> [T#10]",
                        "  Op#1 CONV_2D(T#1, T#2, T#3) -> [T#4], version:1, padding:VALID, stride_w:1, stride_h:1,"
                                + " fused_activation_function:RELU, weights:480 bytes, MACs:73008",
                        "  T#0(input) shape_signature:[-1, 28, 28], type:FLOAT32",
                        "  T#2(conv2d/kernel) shape:[12, 3, 3, 1], type:FLOAT32 RO 432 bytes, sparsity:0.00 %,"
                                + " distinct values:108",
                        "Signature#0 key: 'serving_default'",
                        "    'input' : T#0",
                        "  min_runtime_version: 1.5.0",
                        "    Total data buffer size:      81656 bytes (98.18 %)",
                        "  TFLite Micro: runs",
                        "           MACs of one run:      93288");
    }

    @Test
    void quantizationIsShownForATensorAndForItsChannels() throws IOException {
        Inspection inspection = Inspection.read(Golden.file("mnist_softmax/int8_fio.tflite"));

        assertThat(inspection.toText())
                .contains(", scale:0.00390625, zero_point:-128\n", "] of 12 channels in dimension 0, zero_point:0\n");
    }

    @Test
    void theJsonFormHasSizesOperatorsAndTensors() throws IOException {
        Inspection inspection = inspectDigits();

        ObjectNode json = inspection.toJson();

        assertThat(json.at("/bytes/model").asLong()).isEqualTo(inspection.modelBytes());
        assertThat(json.at("/bytes/weights").asLong()).isEqualTo(81_640);
        assertThat(json.at("/subgraphs/0/operators/4/operator").asText()).isEqualTo("FULLY_CONNECTED");
        assertThat(json.at("/subgraphs/0/operators/4/weightBytes").asLong()).isEqualTo(81_160);
        assertThat(json.at("/subgraphs/0/operators/1/options/padding").asText()).isEqualTo("VALID");
        assertThat(json.at("/subgraphs/0/tensors/0/shapeSignature").toString()).isEqualTo("[-1,28,28]");
        assertThat(json.at("/metadata/0/text").asText()).isEqualTo("1.5.0");
    }

    @Test
    void everythingThatAGraphCanHoldIsShown() throws IOException {
        Path file = folder.resolve("everything.tflite");
        GraphWriter.write(SmallGraphs.withEveryFeature(), file);

        Inspection inspection = Inspection.read(file);

        assertThat(inspection.toText())
                .contains(
                        "Op#0 STABLEHLO_COMPOSITE(T#0, T#-1, T#1) -> [T#3], version:2, name:odml.rms_norm",
                        "Op#1 FlexThing(T#0) -> [T#3], version:1, custom options:2 bytes",
                        "scales in T#1, zero points in T#2, blocks of 32",
                        "sparse, traversal order:[0, 1, 2], indices:12 bytes",
                        "type:VARIANT variable external buffer 7",
                        "Subgraph#1 second(T#0) -> [T#0]",
                        "note: ä text");
        assertThat(inspection
                        .toJson()
                        .at("/subgraphs/0/tensors/2/quantization/blockwise/blockSize")
                        .asInt())
                .isEqualTo(32);
        assertThat(inspection
                        .toJson()
                        .at("/subgraphs/0/tensors/1/sparsity/indexBytes")
                        .asInt())
                .isEqualTo(12);
        assertThat(inspection
                        .toJson()
                        .at("/subgraphs/0/tensors/1/sparsity/dimensions")
                        .toString())
                .isEqualTo("[{\"format\":\"DENSE\",\"size\":2},{\"format\":\"SPARSE_CSR\",\"indices\":1},"
                        + "{\"format\":\"SPARSE_CSR\",\"indices\":0}]");
    }

    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void everyModelOfGooglesConverterCanBeShown(Path path) throws IOException {
        assertCanBeShown(path);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.testing.Assets#models")
    void everyModelOfOthersCanBeShown(Path path) throws IOException {
        assertCanBeShown(path);
    }

    private static void assertCanBeShown(Path path) throws IOException {
        Inspection inspection = Inspection.read(path);

        int operators = inspection.graph().main().operators().size();

        assertThat(inspection.nonDataBytes()).isPositive();
        assertThat(inspection.toText()).contains("Op#" + (operators - 1) + " ");
        assertThat(inspection.toJson().at("/subgraphs/0/operators")).hasSize(operators);
    }

    private Inspection inspectDigits() throws IOException {
        Path file = folder.resolve("digits.tflite");
        GraphWriter.write(SmallGraphs.digits(), file);
        return Inspection.read(file);
    }
}
