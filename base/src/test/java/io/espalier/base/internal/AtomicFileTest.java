// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsReplacedAsAWholeAndItsFolderIsMade() throws IOException {
        Path file = folder.resolve("new/model.h5");

        AtomicFile.write(file, new byte[] {1});
        AtomicFile.write(file, new byte[] {2, 3});

        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(folder.resolve("new").toFile().list()).containsExactly("model.h5");
    }

    @Test
    void whatWasThereStaysWhereWritingFailsHalfway() throws IOException {
        Path file = Files.writeString(folder.resolve("model.h5"), "old");

        assertThatThrownBy(() -> AtomicFile.write(file, temporary -> {
                    Files.writeString(temporary, "ne");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": cannot write the file: No space left on device");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("model.h5");
    }

    @Test
    void aFileMayBeReadByWhomTheSystemsSettingsSay() throws IOException {
        Path ordinary = Files.createFile(folder.resolve("ordinary"));

        AtomicFile.write(folder.resolve("model.h5"), new byte[1]);

        assertThat(Files.getPosixFilePermissions(folder.resolve("model.h5")))
                .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void aFolderIsNotReplaced() {
        assertThatThrownBy(() -> AtomicFile.write(folder, new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a file name");
    }
}
