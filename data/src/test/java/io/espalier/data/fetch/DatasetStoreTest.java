// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetStoreTest {
    private static final List<PinnedFile> BOTH = List.of(Samples.FIRST_FILE, Samples.SECOND_FILE);

    @TempDir
    Path folder;

    private final AtomicInteger fetches = new AtomicInteger();

    @Test
    void theFirstSourceThatAnswersServes() {
        DatasetSource broken = source("broken", new byte[5], Samples.SECOND);
        DatasetSource right = source("right", Samples.FIRST, Samples.SECOND);
        DatasetSource never = new FolderSource("never asked", folder.resolve("nowhere"));

        CheckedFiles files = get(broken, right, never);

        assertThat(files.source()).isEqualTo("right");
        assertThat(files.sha256()).containsEntry("first", Samples.FIRST_FILE.sha256());
        assertThat(fetches).as("the broken one twice, the right one once").hasValue(3);
    }

    @Test
    void aFileOfTheHomeThatBreaksIsFetchedAgain() throws IOException {
        DatasetSource right = source("right", Samples.FIRST, Samples.SECOND);
        get(right);
        Path kept = folder.resolve("datasets/test/second");
        byte[] content = Files.readAllBytes(kept);
        content[500]++;
        Files.write(kept, content);

        assertThat(get(right).source()).isEqualTo("right");
        assertThat(Files.readAllBytes(kept)).isEqualTo(Samples.SECOND);
    }

    @Test
    void aBrokenFileOfTheHomeIsDeletedEvenIfNoSourceAnswers() throws IOException {
        get(source("right", Samples.FIRST, Samples.SECOND));
        Path kept = folder.resolve("datasets/test/second");
        Files.write(kept, new byte[3]);

        assertThatThrownBy(this::get).isInstanceOf(DatasetUnavailableException.class);
        assertThat(kept).doesNotExist();
        assertThat(folder.resolve("datasets/test/first")).exists();
    }

    @Test
    void compressedFilesThatTheUserPutThereAreTaken() throws IOException {
        Path home = Files.createDirectories(folder.resolve("datasets/test"));
        Files.write(home.resolve("first.gz"), Samples.gzip(Samples.FIRST));
        Files.write(home.resolve("second"), Samples.SECOND);

        assertThat(get().contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
    }

    @Test
    void whenNothingAnswersEverySourceIsListedWithItsReason() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> get(new FolderSource("a folder", missing), source("a liar", new byte[1], new byte[1])))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("data set test is not available from any source")
                .hasMessageContaining("a folder: no such file: " + missing.resolve("first"))
                .hasMessageContaining("a liar: ")
                .hasMessageContaining("copy its files, plain or .gz, to " + folder.resolve("datasets/test"));
    }

    @Test
    void concurrentRunsFetchOnce() throws Exception {
        List<Thread> runs = new CopyOnWriteArrayList<>();
        DatasetSource slow = new DatasetSource() {
            @Override
            public String description() {
                return "slow";
            }

            @Override
            public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException, InterruptedException {
                while (waiting(runs) < 3) {
                    Thread.onSpinWait();
                }
                source("right", Samples.FIRST, Samples.SECOND).fetch(wanted, workplace);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<CheckedFiles> run = () -> {
                runs.add(Thread.currentThread());
                return get(slow);
            };
            for (Future<CheckedFiles> files : threads.invokeAll(List.of(run, run, run, run))) {
                assertThat(files.get().contents().get("first")).isEqualTo(ByteBuffer.wrap(Samples.FIRST));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fetches).hasValue(1);
    }

    /** How many threads wait for the lock that another one holds. */
    private static long waiting(List<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    @Test
    void aHomeThatCannotBeWrittenIsNamedWithTheVariable() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        DatasetStore store = new DatasetStore(new DatasetHome(file), ProgressListener.NONE);

        assertThatThrownBy(() -> store.get("test", BOTH, List.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ESPALIER_HOME");
    }

    @Test
    void theHomeFollowsTheEnvironment() {
        assertThat(DatasetHome.from(Map.of("ESPALIER_HOME", "/elsewhere"), folder))
                .isEqualTo(new DatasetHome(Path.of("/elsewhere")));
        assertThat(DatasetHome.from(Map.of("ESPALIER_HOME", " "), folder))
                .isEqualTo(new DatasetHome(folder.resolve(".cache/espalier")));
    }

    private CheckedFiles get(DatasetSource... sources) {
        return new DatasetStore(new DatasetHome(folder), ProgressListener.NONE).get("test", BOTH, List.of(sources));
    }

    /** Writes these contents for the two files, and counts how often it is asked. */
    private DatasetSource source(String description, byte[] first, byte[] second) {
        return new DatasetSource() {
            @Override
            public String description() {
                return description;
            }

            @Override
            public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException {
                fetches.incrementAndGet();
                Files.write(workplace.output().resolve("first"), first);
                Files.write(workplace.output().resolve("second"), second);
            }
        };
    }
}
