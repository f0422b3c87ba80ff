// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import io.espalier.data.fetch.TestServer.Manner;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceTest {
    private static final List<PinnedFile> BOTH = List.of(Samples.FIRST_FILE, Samples.SECOND_FILE);

    @TempDir
    Path folder;

    private TestServer server;
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void startServer() throws IOException {
        server = new TestServer();
        server.files.put("first.gz", Samples.gzip(Samples.FIRST));
        server.files.put("second.gz", Samples.gzip(Samples.SECOND));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "moved"})
    void downloadsAndUnpacksEachFile(String path) {
        CheckedFiles files = get(server.base(path));

        assertThat(files.contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
        assertThat(files.contents().get("second")).isEqualTo(ByteBuffer.wrap(Samples.SECOND));
        assertThat(files.source()).isEqualTo("a test server");
        assertThat(progress).startsWith(0L).contains((long) length("first.gz"));
        assertThat(server.requests).containsExactly("first.gz", "second.gz");
    }

    @Test
    void aSecondTimeNothingIsDownloaded() {
        get(server.base("files"));
        server.close();

        assertThat(get(server.base("files")).source()).startsWith("the Espalier cache");
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItWas() {
        server.manners = List.of(Manner.BREAKS_OFF, Manner.HONEST);
        server.halfWasRead = new CountDownLatch(1);

        CheckedFiles files = get(server.base("files"));

        assertThat(files.contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
        assertThat(server.requests)
                .containsExactly("first.gz", "first.gz bytes=" + length("first.gz") / 2 + "-", "second.gz");
    }

    @ParameterizedTest
    @EnumSource(names = {"IGNORES_RANGE", "WRONG_RANGE"})
    void aServerThatDoesNotHonourTheRangeIsReadFromTheStart(Manner manner) {
        server.manners = List.of(Manner.BREAKS_OFF, manner, Manner.HONEST);

        assertThat(get(server.base("files")).contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
    }

    @Test
    void aPartLongerThanTheFileIsThrownAway() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("datasets/test/partial"));
        Files.write(partial.resolve("first.gz.part"), new byte[length("first.gz") + 5]);

        get(server.base("files"));

        assertThat(server.requests).startsWith("first.gz bytes=" + (length("first.gz") + 5) + "-", "first.gz");
    }

    @Test
    void aStalePartOfOtherContentIsFetchedAgain() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("datasets/test/partial"));
        Files.write(partial.resolve("first.gz.part"), Samples.random(9, 1_000));

        assertThat(get(server.base("files")).contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
        assertThat(server.requests).containsExactly("first.gz bytes=1000-", "second.gz", "first.gz");
    }

    @Test
    void aServerThatAlwaysBreaksOffLeavesNothingUnderTheFinalName() {
        server.manners = List.of(Manner.BREAKS_OFF);

        assertThatThrownBy(() -> get(server.base("files")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("a test server: the connection was lost");
        assertThat(folder.resolve("datasets/test/first")).doesNotExist();
        assertThat(folder.resolve("datasets/test/work")).doesNotExist();
    }

    @Test
    void wrongContentIsFetchedOnceMoreAndThenRefused() throws IOException {
        server.files.put("second.gz", Samples.gzip(Samples.random(3, 1_000)));

        assertThatThrownBy(() -> get(server.base("files")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("SHA-256")
                .hasMessageContaining("expected " + Samples.SECOND_FILE.sha256());
        assertThat(server.requests).containsExactly("first.gz", "second.gz", "first.gz", "second.gz");
        assertThat(folder.resolve("datasets/test/first")).doesNotExist();
        assertThat(folder.resolve("datasets/test/second")).doesNotExist();
    }

    @Test
    void aBombIsNotUnpackedBeyondTheExpectedSize() throws IOException {
        server.files.put("second.gz", Samples.gzip(new byte[10_000_000]));

        assertThatThrownBy(() -> get(server.base("files")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("second is longer than the expected 1000 bytes");
    }

    @Test
    void aMissingFileIsAskedForOnce() {
        server.manners = List.of(Manner.NOT_FOUND);

        assertThatThrownBy(() -> get(server.base("files")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("a test server: HTTP status 404 for " + server.base("files") + "first.gz");
        assertThat(server.requests).containsExactly("first.gz");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        URI base = server.base("files");
        server.close();

        assertThatThrownBy(() -> get(base))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("cannot reach " + base.getHost());
    }

    private CheckedFiles get(URI base) {
        ProgressListener listener = (what, done, total) -> {
            progress.add(done);
            if (done >= length("first.gz") / 2) {
                server.halfWasRead.countDown();
            }
        };
        HttpSource source = new HttpSource("a test server", base, Duration.ofDays(1));
        return new DatasetStore(new DatasetHome(folder), listener).get("test", BOTH, List.of(source));
    }

    private int length(String name) {
        return Objects.requireNonNull(server.files.get(name), name).length;
    }
}
