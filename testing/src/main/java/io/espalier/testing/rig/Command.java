// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a compiler or an emulator to its end. One that fails fails the test with its words. */
final class Command {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Command() {}

    /**
     * What the program says.
     *
     * @throws AssertionError if it ends with a code other than 0, or does not end
     */
    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process = start(folder, command, said);
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(String.join(" ", command) + "\ndid not end within " + PATIENCE.toMinutes()
                        + " minutes\n" + text(said));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + "\nended with code " + process.exitValue() + "\n" + text(said));
        }
        return text(said);
    }

    private static Process start(Path folder, List<String> command, Path said) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot run " + command.get(0) + "; .ci/run installs the Debian package that has it", e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
