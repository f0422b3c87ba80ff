// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.FolderLock;
import io.espalier.base.internal.Folders;
import io.espalier.experiment.ExperimentException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a lab puts its files: a folder that holds nothing yet, unless its owner gave leave to replace. */
public final class OutputFolder {
    private static final Path DEFAULT_PARENT = Path.of("espalier-lab");

    private static final String LOCK = ".lock";

    private OutputFolder() {}

    /** The first name that no folder in {@code espalier-lab} has: the lab's, from the second time on with a number behind it. */
    public static Path free(String lab) {
        Path folder = DEFAULT_PARENT.resolve(lab);
        for (int number = 2; Files.exists(folder); number++) {
            folder = DEFAULT_PARENT.resolve(lab + "-" + number);
        }
        return folder;
    }

    /** Makes a folder, with those it is in; false if somebody else was first. */
    public static boolean make(Path folder) throws IOException {
        if (folder.getParent() != null) {
            prepare(folder.getParent());
        }
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /**
     * Makes sure that files could be written there, and leaves nothing.
     *
     * @throws IOException if not; the message names the folder
     */
    public static void examine(Path folder) throws IOException {
        List<Path> missing = Folders.missing(folder.toAbsolutePath());
        @Nullable
        Path there =
                missing.isEmpty() ? folder : missing.get(missing.size() - 1).getParent();
        if (there != null) {
            try {
                AtomicFile.probe(there);
            } catch (FileSystemException e) {
                throw unusable(folder, e);
            }
        }
    }

    private static IOException unusable(Path folder, FileSystemException cause) {
        return new IOException(
                folder + ": cannot create or write to this folder ("
                        + cause.getClass().getSimpleName() + "); choose another folder",
                cause);
    }

    /** Whether there is something in the folder that a lab could replace. */
    public static boolean isTaken(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.endsWith(LOCK)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Keeps others from writing there until it is closed, or the process ends.
     *
     * @throws ExperimentException if another process does; the message names it
     * @throws IOException if the folder cannot be made or written; the message names it
     */
    public static FolderLock lock(Path folder) throws IOException {
        Path file = prepare(folder).resolve(LOCK);
        return FolderLock.tryAcquire(file)
                .orElseThrow(() -> new ExperimentException(folder + ": process "
                        + FolderLock.holder(file).orElse("unknown")
                        + " is writing to this folder; wait for it to finish, or choose another folder"));
    }

    /**
     * Makes sure that files can be written there, before hours of work are lost on finding out.
     *
     * @throws IOException if the folder cannot be made or written; the message names it
     */
    public static Path prepare(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            AtomicFile.probe(folder);
            return folder;
        } catch (FileSystemException e) {
            throw unusable(folder, e);
        }
    }
}
