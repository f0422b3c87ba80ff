// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command writes to; what is there already stays unless it was said to go. */
final class OutputFile {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    private Path file;

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    /** The file, once it is clear that it may be written. */
    Path claim() {
        if (Files.exists(file) && !force) {
            throw new UsageException(file + ": is there already; choose another name or add --force");
        }
        return file;
    }
}
