// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.base.internal.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets files that others publish: from the Keras cache or the home, where they are there and whole, else from their address. What is
 * downloaded stays in the home, once it has passed its check.
 */
public final class PublishedFiles {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path elsewhere;
    private final Path folder;
    private final ProgressListener progress;

    /** @param kerasCache where Keras keeps models, {@code ~/.keras/models} */
    public PublishedFiles(Path kerasCache, DatasetHome home, ProgressListener progress) {
        this(kerasCache, home.folder().resolve("models"), progress);
    }

    /**
     * Files of any kind.
     *
     * @param elsewhere where another program may keep them
     * @param folder where they stay
     */
    public PublishedFiles(Path elsewhere, Path folder, ProgressListener progress) {
        this.elsewhere = elsewhere;
        this.folder = folder;
        this.progress = progress;
    }

    /** With the cache of Keras that is the user's. */
    public static PublishedFiles ofUser(ProgressListener progress) {
        Path cache = Path.of(System.getProperty("user.home"), ".keras", "models");
        return new PublishedFiles(cache, DatasetHome.fromEnvironment(), progress);
    }

    /**
     * The file, whose content was checked in this process.
     *
     * @throws FileUnavailableException if it is nowhere, or another file is in its place
     * @throws UncheckedIOException if the home cannot be written
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    public Path get(PublishedFile file) {
        List<String> failures = new ArrayList<>();
        for (Path place : List.of(elsewhere.resolve(file.name()), folder.resolve(file.name()))) {
            try {
                file.check(place);
                return place;
            } catch (BrokenFileException e) {
                failures.add(e.getMessage());
            } catch (IOException e) {
                failures.add("no such file: " + place);
            }
        }
        try {
            return downloaded(file);
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted("the download of " + file.name());
        } catch (IOException e) {
            failures.add(file.address() + ": " + e.getMessage());
            throw new FileUnavailableException(file.name() + " is not available: " + String.join("; ", failures));
        }
    }

    private Path downloaded(PublishedFile file) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path target = folder.resolve(file.name());
        FolderLock lock = FolderLock.acquire(folder);
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_LIMIT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            new Download(client, PATIENCE, progress).run(file.address(), target);
        } finally {
            lock.close();
        }
        try {
            file.check(target);
        } catch (BrokenFileException e) {
            Files.delete(target);
            throw e;
        }
        return target;
    }
}
