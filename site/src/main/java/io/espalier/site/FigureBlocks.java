// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fills pages with figures of the lab: {@code scripts/update-figures}. A table stands between
 *
 * <pre>
 * &lt;!-- figures: FILE FILE ... | COLUMN COLUMN ... --&gt;
 * &lt;!-- end of figures --&gt;
 * </pre>
 *
 * and a figure in running text before {@code <!-- figure: FILE COLUMN -->}.
 */
public final class FigureBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- figures: ([^|]+)\\|([^>]+) -->\n(?:.*?\n)??<!-- end of figures -->", Pattern.DOTALL);
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,.]*%?(<!-- figure: (\\S+) (\\S+) -->)");

    private FigureBlocks() {}

    /** @param arguments the root of the repository, and a file with what {@code espalier report} prints of the figures */
    public static void main(String[] arguments) throws IOException {
        PrintedReport printed = PrintedReport.of(Files.readString(Path.of(arguments[1])));
        for (Map.Entry<Path, String> page : pages(Path.of(arguments[0])).entrySet()) {
            String filled = printed.filledIn(page.getValue());
            if (!Files.readString(page.getKey()).equals(filled)) {
                Files.writeString(page.getKey(), filled);
                System.out.println("Updated " + page.getKey().normalize());
            }
        }
    }

    /** Each page as its comments say that it should be. */
    static Map<Path, String> pages(Path root) throws IOException {
        Path docs = root.resolve("docs");
        LabReport report = LabReport.read(docs.resolve("figures/mnist/report.json"));
        Map<Path, String> filled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(docs)) {
            for (Path file : Stream.concat(Stream.of(root.resolve("README.md")), files.sorted())
                    .filter(each -> each.toString().endsWith(".md"))
                    .toList()) {
                filled.put(file, filled(Files.readString(file), report));
            }
        }
        return filled;
    }

    static String filled(String page, LabReport report) {
        String tables = BLOCK.matcher(page).replaceAll(block -> Matcher.quoteReplacement(block(block, report)));
        return FIGURE.matcher(tables)
                .replaceAll(figure -> report.figure(figure.group(2), figure.group(3)) + figure.group(1));
    }

    private static String block(MatchResult block, LabReport report) {
        List<String> files = List.of(block.group(1).strip().split("\\s+"));
        List<String> columns = List.of(block.group(2).strip().split("\\s+"));
        return "<!-- figures: " + String.join(" ", files) + " | " + String.join(" ", columns) + " -->\n"
                + report.table(files, columns) + "<!-- end of figures -->";
    }
}
