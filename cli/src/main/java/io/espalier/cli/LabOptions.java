// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What labs have in common. */
final class LabOptions {
    @Option(names = "--strict", description = DataArgument.STRICT)
    private boolean strict;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where all files go; a new folder in espalier-lab unless given.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "What everything random follows from (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private TrainingOptions training;

    boolean strict() {
        return strict;
    }

    long seed() {
        return seed;
    }

    int threads() {
        return training.threads();
    }

    boolean resume() {
        return training.resume();
    }

    boolean tensorBoard() {
        return training.tensorBoard();
    }

    /**
     * The folder that was named, once it is clear that it may be written, else a new one.
     *
     * @throws UsageException as {@link TrainingOptions#claim}, or if unfinished work is to be resumed nobody knows where
     */
    Path folder(String lab) throws IOException {
        if (out == null && training.resume()) {
            throw new UsageException("--resume goes on in a folder: name it with --out");
        }
        return training.claim(out == null ? OutputFolder.next(lab) : out);
    }

    /**
     * Runs a lab, prints its report, and says where its files are.
     *
     * @param next the words of a command that a user may like to try then
     * @return the exit code
     */
    int run(Terminal terminal, TrainingOptions.Work lab, Path folder, Object... next) throws IOException {
        if (training.run(terminal, lab).isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        terminal.err().println("Files are in " + folder);
        if (!training.json()) {
            terminal.next(next);
        }
        return ExitCode.DONE;
    }
}
