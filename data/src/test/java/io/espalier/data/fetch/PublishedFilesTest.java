// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFilesTest {
    private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);
    private static final String MD5 = "63f4f1e9b725370f459720575cd5f953";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new TestServer();
        server.files.put("net.h5", WEIGHTS);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theCacheOfKerasIsAskedFirst() throws IOException {
        Path cached =
                Files.write(Files.createDirectories(folder.resolve("keras")).resolve("net.h5"), WEIGHTS);

        assertThat(get(MD5)).isEqualTo(cached);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void whatIsDownloadedStaysInTheHome() {
        Path first = get(MD5);

        assertThat(first).hasBinaryContent(WEIGHTS).isEqualTo(folder.resolve("home/models/net.h5"));
        assertThat(get(MD5)).isEqualTo(first);
        assertThat(server.requests).containsExactly("net.h5");
    }

    @Test
    void anotherFileInItsPlaceIsNotTakenForIt() throws IOException {
        Files.write(Files.createDirectories(folder.resolve("keras")).resolve("net.h5"), new byte[] {1});

        assertThat(get(MD5)).isEqualTo(folder.resolve("home/models/net.h5"));
    }

    @Test
    void aDownloadWithAnotherChecksumIsDeletedAndRefused() {
        assertThatThrownBy(() -> get("0".repeat(32)))
                .isInstanceOf(FileUnavailableException.class)
                .hasMessageContainingAll("net.h5 is not available", "keras", "has MD5 " + MD5 + ", expected 000");
        assertThat(folder.resolve("home/models/net.h5")).doesNotExist();
    }

    private Path get(String md5) {
        DatasetHome home = new DatasetHome(folder.resolve("home"));
        PublishedFile file = new PublishedFile("net.h5", server.base("files").resolve("net.h5"), md5);
        return new PublishedFiles(folder.resolve("keras"), home, ProgressListener.NONE).get(file);
    }
}
