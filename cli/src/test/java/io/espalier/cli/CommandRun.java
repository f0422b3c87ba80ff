// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command run as its users run it: a process of its own. */
record CommandRun(int exitCode, String out, String err) {
    private static final long PATIENCE_SECONDS = 120;

    static CommandRun of(String... arguments) throws IOException, InterruptedException {
        return of(List.of(), arguments);
    }

    static CommandRun of(List<String> jvmOptions, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("espalier", ".out");
        Path err = Files.createTempFile("espalier", ".err");
        try {
            int exitCode = await(builder(jvmOptions, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start());
            return new CommandRun(exitCode, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The command, ready to start. */
    static ProcessBuilder builder(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Espalier.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The exit code of a process that ends in time. */
    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the command does not end");
        }
        return process.exitValue();
    }
}
