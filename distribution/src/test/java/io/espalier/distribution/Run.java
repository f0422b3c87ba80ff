// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of a shell that has come to its end. */
record Run(int exitCode, String out, String err) {
    private static final long PATIENCE_SECONDS = 300;

    /** Runs words in a shell, in which {@code $1} and so on are the arguments. */
    static Run shell(Path folder, Map<String, String> environment, String words, Object... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        try {
            Process process = start(folder, environment, out, err, words, arguments);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + words + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Process start(
            Path folder, Map<String, String> environment, Path out, Path err, String words, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", words, "sh"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
