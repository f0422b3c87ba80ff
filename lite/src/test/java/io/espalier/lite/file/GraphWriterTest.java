// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.SmallGraphs;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphWriterTest {

    @TempDir
    Path folder;

    @Test
    void everythingThatAGraphCanHoldIsReadBack() {
        Graph graph = SmallGraphs.withEveryFeature();

        assertThat(read(GraphWriter.toBytes(graph))).isEqualTo(graph);
    }

    @Test
    void everyFieldOfEveryOptionsTableIsReadBack() {
        Graph graph = SmallGraphs.withEveryOptionsTable();

        assertThat(read(GraphWriter.toBytes(graph))).isEqualTo(graph);
    }

    @Test
    void theSameGraphGivesTheSameBytes() {
        assertThat(GraphWriter.toBytes(SmallGraphs.withEveryFeature()))
                .isEqualTo(GraphWriter.toBytes(SmallGraphs.withEveryFeature()));
    }

    @Test
    void theLabsModelWithProvenanceTakesNoMoreThan83600Bytes() {
        Graph graph = SmallGraphs.digits().withMetadata(Metadata.text("espalier", "p".repeat(350)));

        byte[] written = GraphWriter.toBytes(graph);

        assertThat(written).hasSizeLessThanOrEqualTo(83_600);
        assertThat(new String(written, StandardCharsets.ISO_8859_1))
                .contains("input", "reshape", "conv2d/kernel", "max_pooling2d", "flatten", "dense/logits", "1.5.0\0\0");
    }

    @Test
    void equalBuffersAreWrittenOnce() {
        Buffer large = Buffer.ofBytes(new byte[5000]);
        Tensor first = Tensor.constant("first", TensorType.INT8, Ints.of(5000), large);
        Tensor second = Tensor.constant("second", TensorType.INT8, Ints.of(5000), Buffer.ofBytes(new byte[5000]));

        assertThat(GraphWriter.toBytes(graph(first, second))).hasSizeLessThan(6000);
    }

    @Test
    void largeDataAreAlignedForVectorInstructionsAndSmallDataForTheirType() {
        float[] floats = new float[300];
        floats[0] = 123456.79f;
        Tensor large = Tensor.constant("large", TensorType.FLOAT32, Ints.of(300), Buffer.ofFloats(floats));
        Tensor small = Tensor.constant("small", TensorType.INT64, Ints.of(1), Buffer.ofLongs(0x1122334455667788L));

        ByteBuffer written = ByteBuffer.wrap(GraphWriter.toBytes(graph(small, large)));

        assertThat(indexOf(written, Buffer.ofFloats(floats[0])) % 16).isZero();
        assertThat(indexOf(written, small.buffer()) % 8).isZero();
    }

    @Test
    void dataAfterTheTableAreReadBack() throws IOException {
        Graph graph = SmallGraphs.digits().withMetadata(Metadata.text("note", "n".repeat(3000)));
        Path file = folder.resolve("large.tflite");

        GraphWriter.Encoded encoded = GraphWriter.encode(graph, 10_000);
        GraphWriter.write(encoded, file);

        assertThat(encoded.table().limit() - encoded.table().position()).isLessThan(5000);
        assertThat(encoded.after().values()).hasSize(2).allMatch(offset -> offset % 16 == 0);
        assertThat(GraphReader.read(file)).isEqualTo(graph);
        assertThat(GraphReader.read(ByteBuffer.wrap(Files.readAllBytes(file)))).isEqualTo(graph);
    }

    @Test
    void aFileIsReplacedWhollyAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("model.tflite");
        Files.writeString(file, "something else that is longer than a model would ever be".repeat(100));

        GraphWriter.write(SmallGraphs.withEveryFeature(), file);

        assertThat(Files.readAllBytes(file)).isEqualTo(GraphWriter.toBytes(SmallGraphs.withEveryFeature()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static Graph graph(Tensor... tensors) {
        return new Graph(
                "",
                List.of(new Subgraph("main", List.of(tensors), Ints.EMPTY, Ints.EMPTY, List.of())),
                List.of(),
                List.of());
    }

    private static Graph read(byte[] bytes) {
        return GraphReader.read(ByteBuffer.wrap(bytes));
    }

    private static int indexOf(ByteBuffer bytes, Buffer wanted) {
        for (int start = 0; start <= bytes.limit() - wanted.size(); start++) {
            if (bytes.slice(start, wanted.size()).equals(wanted.asByteBuffer())) {
                return start;
            }
        }
        throw new AssertionError("The data are not in the file");
    }
}
