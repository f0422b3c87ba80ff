// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A figure that was measured says where it comes from: it stands before a comment {@code figure:}, or is the text of a link to the results,
 * where it is looked up, or its sentence names who published it. What looks like a measurement is a time, a ratio, decibels, points, an
 * accuracy, a percentage with decimals, or small numbers of bytes. Round percentages are settings, megabytes the sizes of what is downloaded.
 */
class UnsourcedFiguresTest {
    private static final Path ROOT = Path.of("..");

    /** What looks like a measurement and is a setting, a limit or a definition, by page. */
    private static final Map<String, Set<String>> NOT_MEASURED = Map.of(
            "boards.md", Set.of("1 KB is 1,024 bytes"),
            "c.md", Set.of("tables of 256 bytes"),
            "measuring.md",
                    Set.of(
                            "in units of 1000 bytes",
                            "If it takes 1.5 times",
                            "at least 2 \u00b5s",
                            "3 \u00b5s against 2",
                            "less than 2 \u00b5s",
                            "pages of 4 KB"),
            "microcontrollers.md", Set.of("not looked up, 64 bytes", "kernel that decodes (6,320 bytes)"),
            "numbers-for-each-layer.md", Set.of("float rounding (100 dB)"),
            "search.md", Set.of("1,024 bytes to a KB", "which would be 50 points"),
            "spark.md", Set.of("4 bytes for each number"));

    /** Pages with tables of what the code knows: boards and runtimes. */
    private static final Set<String> TABLES_OF_FACTS = Set.of("boards.md", "runtimes.md");

    private static final Pattern MEASURED = Pattern.compile(
            "(?<![\\w.,-])(?:\\d+(?:[.,]\\d+)*(?:[ -]?(?:ms|\u00b5s|s|seconds|dB|pt|points|times|KB|bytes)|x)|\\d+\\.\\d+ ?%|0\\.[5-9]\\d{3})(?![\\w-])");

    private static final Pattern SENTENCE = Pattern.compile("(?<=[.:;!?])\\s+|\\n\\s*\\n|\\n(?=\\s*(?:[-|]|\\d\\. ))");

    private static final Pattern TABLE = Pattern.compile("(?m)^\\|.*$");

    private static final List<Pattern> SOURCED = Stream.of(
                    "(?s)```.*?```",
                    "(?m)^ {4,}\\S.*$",
                    "(?s)<!-- figures:.*?<!-- end of figures -->",
                    "[\\d.,%]+<!-- figure: .*?-->",
                    "(?s)<!--.*?-->",
                    "\\[[^\\]]*\\]\\((?:docs/)?results\\.md#[^)]*\\)",
                    "`[^`]*`")
            .map(Pattern::compile)
            .toList();

    @Test
    void everyMeasuredFigureOfTheGuideSaysWhereItComesFrom() throws IOException {
        List<String> unsourced = new ArrayList<>();
        for (Path page : pages()) {
            String name = String.valueOf(page.getFileName());
            figures(Files.readString(page), !TABLES_OF_FACTS.contains(name)).stream()
                    .filter(sentence ->
                            NOT_MEASURED.getOrDefault(name, Set.of()).stream().noneMatch(sentence::contains))
                    .forEach(sentence -> unsourced.add(name + ": " + sentence));
        }

        assertThat(unsourced)
                .as("link to the section of docs/results.md that has the figure, or leave it out")
                .isEmpty();
    }

    @Test
    void noExceptionIsForgotten() throws IOException {
        for (Map.Entry<String, Set<String>> exceptions : NOT_MEASURED.entrySet()) {
            String page = Files.readString(ROOT.resolve("docs").resolve(exceptions.getKey()));

            assertThat(exceptions.getValue())
                    .allSatisfy(phrase -> assertThat(figures(page, true))
                            .as(exceptions.getKey())
                            .anyMatch(sentence -> sentence.contains(phrase)));
        }
    }

    @Test
    void aFigureWithoutASourceIsFound() {
        assertThat(figures(
                        "It takes 1.17 times as long. It has [2.5 ms](results.md#a), 0.9712.\n\n- 80% zeros, 8 bits",
                        true))
                .containsExactly("It takes 1.17 times as long.", "It has , 0.9712.");
        assertThat(figures(
                        "4,198<!-- figure: a flash --> bytes, `2 ms`\n\n    3 ms\n\n[He](https://a.b) saw 3 ms.", true))
                .isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md") && !file.endsWith("results.md"))
                    .toList();
        }
    }

    /** The sentences of a page with figures that lack a source. */
    private static List<String> figures(String page, boolean tables) {
        String text = tables ? page : TABLE.matcher(page).replaceAll("");
        for (Pattern sourced : SOURCED) {
            text = sourced.matcher(text).replaceAll("");
        }
        return SENTENCE.splitAsStream(text)
                .map(sentence -> sentence.replaceAll("\\s+", " ").strip())
                .filter(sentence -> !sentence.contains("](https://"))
                .filter(sentence -> MEASURED.matcher(sentence).find())
                .toList();
    }
}
