// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import io.espalier.base.EspalierException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A reader of files of one kind.
 *
 * @param name as the command line has it
 * @param fileName what the files are called
 * @param seeds small sound files
 */
record FuzzTarget(String name, String fileName, Seeds seeds, Reader reader) {
    /** Makes files. */
    @FunctionalInterface
    interface Seeds {
        List<byte[]> make() throws IOException;
    }

    /** Reads a file as a command would. */
    @FunctionalInterface
    interface Reader {
        void read(Path file) throws IOException;
    }

    /**
     * Reads a file of this content.
     *
     * @param folder for the file
     * @return whether it was read; false if it was refused with an exception of Espalier's
     * @throws AssertionError if something was printed meanwhile, or the exception says nothing
     */
    boolean reads(byte[] content, Path folder) throws IOException {
        Path file = Files.write(folder.resolve(fileName), content);
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        boolean read = true;
        try {
            reader.read(file);
        } catch (EspalierException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError(name + ": an exception without a message", e);
            }
            read = false;
        } finally {
            System.setErr(err);
        }
        if (printed.size() > 0) {
            throw new AssertionError(name + ": printed " + printed.toString(StandardCharsets.UTF_8));
        }
        return read;
    }
}
