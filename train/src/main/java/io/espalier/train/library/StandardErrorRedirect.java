// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard error of the whole process, led into a file until this is closed: native code writes there past {@link System#err}. Whatever other
 * threads write meanwhile goes the same way, so this should be short.
 */
final class StandardErrorRedirect implements AutoCloseable {
    private final LibC c;
    private final Path file;
    private final int original;

    private StandardErrorRedirect(LibC c, Path file, int original) {
        this.c = c;
        this.file = file;
        this.original = original;
    }

    /** @throws IOException if the file cannot be made, or the process has no standard error */
    static StandardErrorRedirect begin(LibC c) throws IOException {
        Path file = Files.createTempFile("espalier", ".err");
        try {
            int original = c.dup(LibC.STANDARD_ERROR);
            int descriptor = c.open(file.toString(), LibC.WRITE_ONLY);
            c.dup2(descriptor, LibC.STANDARD_ERROR);
            c.close(descriptor);
            return new StandardErrorRedirect(c, file, original);
        } catch (LastErrorException e) {
            Files.delete(file);
            throw new IOException("cannot redirect standard error", e);
        }
    }

    /** What was written so far. */
    String written() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        c.dup2(original, LibC.STANDARD_ERROR);
        c.close(original);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
