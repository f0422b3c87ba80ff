// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    private static final Path REPOSITORY = Path.of("..");

    @TempDir
    private Path folder;

    @Test
    void theGuideBecomesASiteWithoutBrokenLinks() throws IOException {
        int pages = Site.make(REPOSITORY, folder);

        assertThat(pages).isGreaterThan(10);
        assertThat(folder.resolve("index.html")).content().contains("<title>Espalier - Espalier</title>");
        assertThat(folder.resolve("guide.html")).content().contains("aria-label=\"All pages\"");
    }

    @Test
    void noPageLoadsAnythingFromElsewhere() throws IOException {
        Site.make(REPOSITORY, folder);

        try (Stream<Path> files = Files.list(folder)) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".html")).toList()) {
                assertThat(Files.readString(page)).doesNotContainPattern("(src|<link[^>]* href)=\"[a-z]+://");
            }
        }
    }

    @Test
    void linksThatLeadNowhereAreAllNamed() throws IOException {
        write("README.md", "# Home\n[gone](docs/gone.md) [no heading](docs/a.md#nowhere) [old](http://example.org)");
        write("docs/README.md", "# Guide\n- [A](a.md)\n- [B](b.md)");
        write("docs/a.md", "# A\n## Here\n[here](#here) [home](../README.md#home)");
        write("docs/c.md", "# C\n");

        assertThatThrownBy(() -> Site.make(folder, folder.resolve("site")))
                .hasMessageContainingAll(
                        "docs/README.md: lists docs/b.md, which is no file",
                        "docs/README.md: does not list docs/c.md",
                        "README.md: the link 'docs/gone.md' leads to no file",
                        "the link 'docs/a.md#nowhere' names no heading of docs/a.md, which has [a, here]",
                        "'http://example.org' should begin with https");
        assertThat(folder.resolve("site")).doesNotExist();
    }

    @Test
    void aFigureThatLinksToResultsIsOneOfThem() throws IOException {
        write("README.md", "# Home\n[4,198 bytes, 81%](docs/results.md#c) [4,198, 2.5 bytes](docs/results.md#c)");
        write("docs/README.md", "# Guide\n- [Results](results.md)");
        write("docs/results.md", "# Results\n## C\n| a | 4,198 | 81% |\n## Other\n2.5");

        assertThatThrownBy(() -> Site.make(folder, folder.resolve("site")))
                .hasMessageEndingWith("README.md: says 2.5, which docs/results.md#c does not");
    }

    @Test
    void textIsEscapedAndHtmlIsRefused() {
        assertThat(PageBody.html(SourcePage.of("a.md", "# A `<b>`\n\na < b & `<i>`"), noLinks()))
                .isEqualToIgnoringNewLines(
                        "<h1 id=\"a-b\">A <code>&lt;b&gt;</code></h1><p>a &lt; b &amp; <code>&lt;i&gt;</code></p>");
        assertThatThrownBy(() -> SourcePage.of("a.md", "# A\n\n<script>x</script>"))
                .hasMessage("a.md: has HTML, '<script>x</script>'; write it in Markdown");
    }

    @Test
    void eachSectionCanBeFound() {
        SourcePage page = SourcePage.of("docs/a.md", "# A\nFirst.\n## B\n<!-- no text -->\nSecond | x");

        assertThat(SearchIndex.sections(page))
                .containsExactly(
                        new SearchIndex.Section("a.html#a", "A", "A", "First. "),
                        new SearchIndex.Section("a.html#b", "A", "B", "Second | x "));
    }

    private static Links noLinks() {
        return new Links(REPOSITORY, Map.of());
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(text));
    }
}
