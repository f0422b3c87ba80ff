// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.SmallGraphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssociatedFilesTest {
    private static final String LABELS = "cat\ndog\n";
    private static final int END_RECORD = 22;

    @TempDir
    private Path folder;

    private Path original;

    @BeforeEach
    void write() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(GraphWriter.toBytes(SmallGraphs.digits()));
        bytes.write(archive());
        original = Files.write(folder.resolve("labelled.tflite"), bytes.toByteArray());
    }

    @Test
    void theFilesBehindAModelSurviveItsRewriting() throws IOException {
        Graph read = GraphReader.read(original);
        Path rewritten = folder.resolve("rewritten.tflite");

        GraphWriter.write(read.withMain(read.main()).withMetadata(Graph.Metadata.text("note", "longer")), rewritten);

        assertThat(labels(rewritten)).isEqualTo(LABELS);
        assertThat(rewritten).hasSize(GraphWriter.size(GraphReader.read(rewritten)));
        assertThat(Files.readAllBytes(rewritten)).isEqualTo(GraphWriter.toBytes(GraphReader.read(rewritten)));
    }

    @Test
    void offsetsInTheArchiveCountFromTheStartOfTheFile() throws IOException {
        Path rewritten = folder.resolve("rewritten.tflite");

        GraphWriter.write(GraphReader.read(original), rewritten);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(rewritten)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - END_RECORD;
        int directory = bytes.getInt(end + 16);
        assertThat(directory).isEqualTo(end - bytes.getInt(end + 12));
        assertThat(bytes.getInt(bytes.getInt(directory + 42)))
                .as("local header")
                .isEqualTo(0x04034b50);
    }

    @Test
    void aModelWithoutAnArchiveStaysWithoutOne() throws IOException {
        Path plain = folder.resolve("plain.tflite");
        GraphWriter.write(SmallGraphs.digits(), plain);

        assertThat(GraphReader.read(plain).associatedFiles().isEmpty()).isTrue();
        assertThat(plain).hasBinaryContent(GraphWriter.toBytes(GraphReader.read(plain)));
    }

    private static String labels(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile());
                InputStream entry = archive.getInputStream(archive.getEntry("labels.txt"))) {
            return new String(entry.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("other.txt"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry("labels.txt"));
            zip.write(LABELS.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
