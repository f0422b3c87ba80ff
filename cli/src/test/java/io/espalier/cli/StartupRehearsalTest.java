// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupRehearsalTest {
    @Test
    void theGraphOfTheRehearsalIsConverted(@TempDir Path folder) throws Exception {
        Path graph = Files.createDirectory(folder.resolve("graph"));
        Files.write(graph.resolve("saved_model.pb"), RehearsalGraph.savedModel());
        Path tflite = folder.resolve("graph.tflite");

        assertThat(Main.run("convert", graph.toString(), "-o", tflite.toString()))
                .isZero();
        assertThat(tflite).exists();
    }
}
