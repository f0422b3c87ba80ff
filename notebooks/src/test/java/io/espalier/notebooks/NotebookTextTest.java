// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.notebooks.kernel.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the notebooks say is what their cells show. */
class NotebookTextTest {
    /** With a comma or a point, or of four digits: what nobody makes up. */
    private static final Pattern FIGURE = Pattern.compile("\\d+(?:,\\d{3})+|\\d+\\.\\d{2,}|\\d{4,}|\\d+\\.\\d%");

    @ParameterizedTest
    @MethodSource("io.espalier.notebooks.NotebookFiles#all")
    void everyFigureInTheTextIsShownByACell(String name) throws IOException {
        Notebook notebook = NotebookFiles.read(name);
        Set<String> shown = notebook.code().stream()
                .flatMap(cell -> figures(cell.source() + Likeness.text(cell.outputs())).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        for (String text : notebook.texts()) {
            assertThat(shown).as(text).containsAll(figures(text));
        }
    }

    @ParameterizedTest
    @MethodSource("io.espalier.notebooks.NotebookFiles#all")
    void everyCellWasRunInOrderAndKeepsNothingOfTheMachine(String name) throws IOException {
        Notebook notebook = NotebookFiles.read(name);
        List<CodeCell> cells = notebook.code();
        for (int place = 0; place < cells.size(); place++) {
            assertThat(cells.get(place).json().path("execution_count").asInt()).isEqualTo(place + 1);
        }
        assertThat(notebook.toText())
                .doesNotContain(System.getProperty("user.home"))
                .doesNotContain(Path.of("").toAbsolutePath().toString())
                .doesNotContain("/tmp")
                .doesNotContainPattern("\\d+ms/step");
        assertThat(cells)
                .anySatisfy(cell -> assertThat(cell.outputs())
                        .anySatisfy(output -> assertThat(output)
                                .isInstanceOfSatisfying(
                                        Output.Displayed.class,
                                        shown -> assertThat(shown.data()).containsKey("image/png"))));
    }

    @ParameterizedTest
    @MethodSource("io.espalier.notebooks.NotebookFiles#all")
    void aNotebookIsWrittenAsItWasRead(String name) throws IOException {
        assertThat(NotebookFiles.read(name).toText()).isEqualTo(Files.readString(NotebookFiles.file(name)));
    }

    private static Set<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
