// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Writes a file into a folder and takes it away again: permissions tell too little, of administrators and of file systems that take none. */
    public static void probe(Path folder) throws IOException {
        Files.delete(newFile(folder.toAbsolutePath().resolve("espalier")));
    }

    private static void writeThenMove(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("expected a file name, but this is a folder");
        }
        Files.createDirectories(folder);
        Path temporary = newFile(file.toAbsolutePath());
        try {
            content.writeTo(temporary);
            // Systems may move the name before they have written the content: after a power cut the file would be
            // empty. A name that is not on the disk by then does no harm, as the file is as it was.
            force(temporary);
            move(temporary, file);
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

    // Not Files.createTempFile: its files are for their owner alone, where results are meant to be shared as the system
    // says, and its random
    // numbers take as long at the start of Java as a small model takes to be written.
    private static Path newFile(Path file) throws IOException {
        return newBeside(file, path -> Files.createFile(path));
    }

    /** A new file or folder beside one, for what shall take its place. */
    static Path newBeside(Path file, Creation creation) throws IOException {
        for (long number = System.nanoTime(); ; number++) {
            try {
                return creation.create(
                        file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(number) + ".tmp"));
            } catch (FileAlreadyExistsException e) {
                // Another process writes under this name: the next is free.
            }
        }
    }

    /** Creates what is not there yet. */
    @FunctionalInterface
    interface Creation {
        Path create(Path path) throws IOException;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
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
