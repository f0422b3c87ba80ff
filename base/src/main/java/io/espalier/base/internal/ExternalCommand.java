// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a program of the machine to its end. */
public final class ExternalCommand {
    private static final int LINES_SHOWN = 4;

    private ExternalCommand() {}

    /**
     * Runs a command and waits for it; its standard output goes to {@code output}.
     *
     * @throws IOException if the program is missing, fails (the message has the first lines of its complaint) or takes too long
     */
    public static void run(List<String> command, Path folder, Path output, Duration limit)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        try {
            Process process = start(command, folder, output, errors);
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(command.get(0) + " did not finish within " + limit.toSeconds() + " s");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
            if (process.exitValue() != 0) {
                throw new IOException(withoutOptions(command) + " failed with exit code " + process.exitValue() + ": "
                        + firstLines(errors));
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private static Process start(List<String> command, Path folder, Path output, Path errors) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot run " + command.get(0) + " (" + reason.getMessage() + "); is it installed?", e);
        }
    }

    private static String withoutOptions(List<String> command) {
        return command.stream().filter(word -> !word.startsWith("--")).collect(Collectors.joining(" "));
    }

    /** Where programs say what is wrong; hints and the names of logs follow. */
    private static String firstLines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(LINES_SHOWN)
                .collect(Collectors.joining(" | "));
    }
}
