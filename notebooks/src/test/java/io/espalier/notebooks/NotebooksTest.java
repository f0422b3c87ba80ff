// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.notebooks.kernel.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every cell and compares what it shows with what the notebook keeps. */
class NotebooksTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.espalier.notebooks.NotebookFiles#quick")
    void everyCellStillShowsWhatTheNotebookKeeps(String name) throws Exception {
        requireAlike(name, RunOfNotebook.in(folder, name));
    }

    /** It trains a teacher. */
    @Test
    @Tag("conformance")
    void everyCellOfTheNotebookThatTakesLongerDoesToo() throws Exception {
        String name = "clustering-distillation-combining";

        requireAlike(name, RunOfNotebook.in(folder, name));
    }

    static void requireAlike(String name, Notebook now) throws IOException {
        List<CodeCell> before = NotebookFiles.read(name).code();
        List<CodeCell> after = now.code();
        for (int place = 0; place < before.size(); place++) {
            List<Output> kept = before.get(place).outputs();
            List<Output> shown = after.get(place).outputs();
            assertThat(Likeness.alike(kept, shown))
                    .as(
                            "cell %s shows%n%s%ninstead of%n%s",
                            before.get(place).id(), Likeness.text(shown), Likeness.text(kept))
                    .isTrue();
        }
    }
}
