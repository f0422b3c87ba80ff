// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
    @TempDir
    private Path folder;

    @Test
    void filesAreReplacedAndOthersStay() throws IOException {
        Path model = folder.resolve("served/1");
        write(model, "old");
        Files.writeString(model.resolve("notes.txt"), "mine");

        write(model, "new");

        assertThat(model.resolve("model.pb")).hasContent("new");
        assertThat(model.resolve("variables/data")).hasContent("new");
        assertThat(model.resolve("notes.txt")).hasContent("mine");
        assertThat(folder.resolve("served").toFile().list()).containsExactly("1");
    }

    @Test
    void whatWasThereStaysWhereWritingFailsHalfwayAndNoNewFolderIsLeft() throws IOException {
        Path model = folder.resolve("model");
        write(model, "old");

        for (Path target : new Path[] {model, folder.resolve("new/1")}) {
            assertThatThrownBy(() -> AtomicFolder.write(target, "model.pb", temporary -> {
                        Files.writeString(temporary.resolve("variables"), "half");
                        throw new IOException(temporary.resolve("variables") + ": No space left on device");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage(target.resolve("variables") + ": No space left on device");
        }

        assertThat(model.resolve("model.pb")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("model");
    }

    @Test
    void aFolderMayBeReadByWhomTheSystemsSettingsSay() throws IOException {
        Path ordinary = Files.createDirectory(folder.resolve("ordinary"));

        write(folder.resolve("model"), "new");

        assertThat(Files.getPosixFilePermissions(folder.resolve("model")))
                .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    private static void write(Path model, String text) throws IOException {
        AtomicFolder.write(model, "model.pb", temporary -> {
            Files.createDirectory(temporary.resolve("variables"));
            Files.writeString(temporary.resolve("variables/data"), text);
            Files.writeString(temporary.resolve("model.pb"), text);
        });
    }
}
