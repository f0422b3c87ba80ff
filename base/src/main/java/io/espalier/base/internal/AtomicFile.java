// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file wholly or not at all: under a temporary name in the same folder, then moved to its own. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes what a file shall hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path temporary) throws IOException;
    }

    /**
     * Writes {@code file}, replacing what was there. Whatever goes wrong, the file is either as it was or complete.
     *
     * @throws IOException if it cannot be written; the message names the file
     */
    public static void write(Path file, Content content) throws IOException {
        try {
            writeThenMove(file, content);
        } catch (FileSystemException e) {
            throw new IOException(file + ": cannot write the file: " + reason(e), e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot write the file: " + e.getMessage(), e);
        }
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied; choose another folder";
        }
        if (failure instanceof NoSuchFileException) {
            return "the folder does not exist and cannot be created; choose another folder";
        }
        String reason = failure.getReason();
        return reason == null ? failure.getClass().getSimpleName() + ": " + failure.getFile() : reason;
    }

    private static void writeThenMove(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("expected a file name, but this is a folder");
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "." + file.getFileName() + ".", ".tmp");
        try {
            content.writeTo(temporary);
            makeReadableLikeOthers(temporary);
            // Systems may move the name before they have written the content; after a power cut the file would be
            // empty.
            force(temporary, StandardOpenOption.WRITE);
            move(temporary, file);
            forceName(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * As {@link #write}, but does not wait until the disk has it: after a power cut, the file may be missing or empty. For notes that can be done
     * without.
     */
    public static void writeSoon(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.write(temporary, content);
            move(temporary, file);
        } catch (FileSystemException e) {
            Files.deleteIfExists(temporary);
            throw new IOException(file + ": cannot write the file: " + reason(e), e);
        }
    }

    public static void write(Path file, byte[] content) throws IOException {
        write(file, temporary -> Files.write(temporary, content));
    }

    // Temporary files are made for their owner alone; a result is meant to be shared.
    private static void makeReadableLikeOthers(Path temporary) {
        temporary.toFile().setReadable(true, false);
    }

    private static void force(Path path, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void forceName(Path folder) {
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Not every system lets folders be forced; the file is complete by then.
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
