// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.base.internal.FolderLock;
import io.espalier.data.DataFormatException;
import io.espalier.data.fetch.DatasetSource.Workplace;
import io.espalier.data.fetch.DatasetUnavailableException.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the files of a data set: from the home, else from the first source that has the right ones, which are then kept in the home.
 *
 * <p>Every byte handed out was checked against its pin in this very process. A file has its final name only after the check, by an
 * atomic move, so that neither a broken download nor a second process is ever seen half-way.
 */
public final class DatasetStore {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetStore.class);
    private static final int ATTEMPTS = 2;

    private final DatasetHome home;
    private final ProgressListener progress;

    public DatasetStore(DatasetHome home, ProgressListener progress) {
        this.home = home;
        this.progress = progress;
    }

    /**
     * Returns a data set's files, fetching them where the home lacks them. Another process that fetches the same set is waited for.
     *
     * @throws DatasetUnavailableException if no source has the right files
     * @throws UncheckedIOException if the home cannot be written
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    public CheckedFiles get(String dataset, List<PinnedFile> files, List<DatasetSource> sources) {
        Path folder = home.dataset(dataset);
        DatasetSource kept = new FolderSource("the Espalier cache, " + folder, folder);
        try {
            return CheckedFiles.load(kept.description(), files, folder);
        } catch (IOException missingOrBroken) {
            // It is tried again under the lock, as the first source: another process may have just fetched it, or the
            // user may have put .gz files there.
        }
        List<DatasetSource> ordered = new ArrayList<>(sources);
        ordered.add(0, kept);
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.acquire(folder);
            try {
                deleteBroken(files, folder);
                return fetch(dataset, files, ordered);
            } finally {
                lock.close();
            }
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted("the download of " + dataset);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot store data set " + dataset + " in " + folder + " (" + reason(e) + "); set "
                            + DatasetHome.VARIABLE + " to a writable folder",
                    e);
        }
    }

    private CheckedFiles fetch(String dataset, List<PinnedFile> files, List<DatasetSource> sources)
            throws IOException, InterruptedException {
        Path folder = home.dataset(dataset);
        List<Failure> failures = new ArrayList<>();
        Path work = folder.resolve("work");
        Path partial = Files.createDirectories(folder.resolve("partial"));
        try {
            for (DatasetSource source : sources) {
                Path output = Files.createDirectories(work);
                String reason = "";
                for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                    Folders.empty(output);
                    try {
                        source.fetch(files, new Workplace(output, partial, progress));
                        CheckedFiles checked = check(source, files, output, partial);
                        keep(files, output, folder);
                        Folders.delete(partial);
                        return checked;
                    } catch (BrokenFileException | DataFormatException e) {
                        reason = reason(e);
                        LOG.info("{}, attempt {} of {}: {}", source.description(), attempt, ATTEMPTS, reason);
                    } catch (IOException | UncheckedIOException e) {
                        reason = reason(e);
                        break;
                    }
                }
                failures.add(new Failure(source.description(), reason));
            }
        } finally {
            Folders.delete(work);
            Folders.deleteIfEmpty(partial);
        }
        throw new DatasetUnavailableException(dataset, home, failures);
    }

    private static CheckedFiles check(DatasetSource source, List<PinnedFile> files, Path output, Path partial)
            throws IOException {
        try {
            return CheckedFiles.load(source.description(), files, output);
        } catch (BrokenFileException e) {
            Folders.empty(partial); // whole, but not the right files: nothing to go on with
            throw e;
        }
    }

    private static void deleteBroken(List<PinnedFile> files, Path folder) throws IOException {
        for (PinnedFile file : files) {
            Path path = folder.resolve(file.name());
            try {
                if (Files.exists(path)) {
                    file.load(path);
                }
            } catch (BrokenFileException e) {
                LOG.warn("deleting a broken file: {}", e.getMessage());
                Files.delete(path);
            }
        }
    }

    private static void keep(List<PinnedFile> files, Path from, Path to) throws IOException {
        for (PinnedFile file : files) {
            Files.move(
                    from.resolve(file.name()),
                    to.resolve(file.name()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || e instanceof NoSuchFileException
                ? e.getClass().getSimpleName() + " " + message
                : message;
    }
}
