// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatHoldsAFileIsTaken() throws IOException {
        assertThat(OutputFolder.isTaken(folder)).isFalse();
        assertThat(OutputFolder.isTaken(folder.resolve("new"))).isFalse();

        Files.createFile(folder.resolve("report.json"));

        assertThat(OutputFolder.isTaken(folder)).isTrue();
    }

    @Test
    void preparingLeavesNothingBehind() throws IOException {
        Path prepared = OutputFolder.prepare(folder.resolve("a/b"));

        assertThat(prepared).isEmptyDirectory();
    }

    @Test
    void aFolderBelowAFileCannotBePrepared() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> OutputFolder.prepare(file.resolve("out"))).isInstanceOf(IOException.class);
    }
}
