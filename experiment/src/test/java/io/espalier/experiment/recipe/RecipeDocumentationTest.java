// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Metric;
import io.espalier.data.Task.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of docs/compression.md; the keys of recipes are in docs/recipes.md, see {@link RecipesPageTest}. */
class RecipeDocumentationTest {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private static List<String> lines;

    @BeforeAll
    static void read() throws IOException {
        lines = Files.readAllLines(Path.of("..", "docs", "compression.md"));
    }

    @Test
    void theTableOfRecipesHasEachThatIsPartOfEspalier() {
        List<String> named = table("| recipe | steps |").stream()
                .flatMap(cells -> codes(cells.get(0)).stream())
                .toList();

        assertThat(named).containsExactlyElementsOf(CompressionRecipe.names());
    }

    @Test
    void theTableOfTasksHasTheMetricsOfEach() {
        List<List<String>> rows = table("| task | outputs |");

        assertThat(rows.stream().map(cells -> codes(cells.get(0)).get(0)))
                .isEqualTo(List.of(Kind.keys().split(", ")));
        for (List<String> cells : rows) {
            Kind kind = Kind.named(codes(cells.get(0)).get(0)).orElseThrow();
            List<Metric> usual = kind.usualMetrics();
            assertThat(cells.get(3)).startsWith(usual.get(0).label());
            assertThat(usual.subList(1, usual.size()))
                    .allMatch(metric -> cells.get(4).contains(metric.label()));
        }
    }

    /** The cells of the rows below a heading. */
    private static List<List<String>> table(String heading) {
        List<String> below = lines.stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(below).as(heading).isNotEmpty();
        return below.stream()
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(code -> code.substring(1, code.length() - 1))
                .toList();
    }
}
