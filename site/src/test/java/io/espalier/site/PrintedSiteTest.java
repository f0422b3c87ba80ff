// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the guide in headless Chromium, styled as for paper. */
@Tag("conformance")
class PrintedSiteTest {
    /** A4 less the margins that browsers leave, at 96 pixels an inch: Letter is wider. */
    private static final int PAPER_PIXELS = 718;

    @TempDir
    private Path folder;

    @Test
    void noPageIsWiderThanPaper() throws Exception {
        int pages = Site.make(Path.of(".."), folder);
        Path style = folder.resolve("site.css");
        Files.writeString(style, Files.readString(style).replace("@media print", "@media all"));

        List<String> measured = measured();

        assertThat(measured).hasSize(pages).allMatch(line -> line.endsWith(" " + PAPER_PIXELS));
    }

    /** A line for each page: its name, and the width of what it shows. */
    private List<String> measured() throws IOException, InterruptedException {
        Path looks = folder.resolve("looks-at-print.html");
        try (Stream<Path> files = Files.list(folder)) {
            String frames = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html"))
                    .sorted()
                    .map(name -> "<iframe src=\"" + name + "\" width=" + PAPER_PIXELS + "></iframe>\n")
                    .collect(Collectors.joining());
            Files.writeString(looks, frames + """
                    <script>
                    addEventListener('load', () => {
                      document.body.textContent = [...document.querySelectorAll('iframe')].map(frame =>
                          frame.getAttribute('src') + ' ' + frame.contentDocument.documentElement.scrollWidth).join('\\n');
                    });
                    </script>
                    """);
        }
        Path dump = folder.resolve("dump.txt");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        // In a container, tests may run as root.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--allow-file-access-from-files",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        looks.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(dump.toFile())
                .start();
        assertThat(chromium.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(dump).stream()
                .map(line -> line.replaceAll("<[^>]*>", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
