// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run of a notebook in a process and a folder of its own, as {@code scripts/run-notebooks} runs it. */
final class RunOfNotebook {
    private RunOfNotebook() {}

    /** The notebook as it is after the run. */
    static Notebook in(Path folder, String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".ipynb");
        NotebookFiles.read(name).write(file);
        Path log = folder.resolve("log.txt");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process run = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        RunNotebooks.class.getName(),
                        file.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(run.waitFor()).as(() -> read(log)).isZero();
        return Notebook.read(file);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
