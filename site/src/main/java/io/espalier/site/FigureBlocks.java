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
 * Fills tables of pages with figures of the lab: {@code scripts/update-figures}. A table stands between
 *
 * <pre>
 * &lt;!-- figures: FILE FILE ... | COLUMN COLUMN ... --&gt;
 * &lt;!-- end of figures --&gt;
 * </pre>
 */
public final class FigureBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- figures: ([^|]+)\\|([^>]+) -->\n(?:.*?\n)??<!-- end of figures -->", Pattern.DOTALL);

    private FigureBlocks() {}

    /** @param arguments the root of the repository */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<Path, String> page : pages(Path.of(arguments[0])).entrySet()) {
            if (!Files.readString(page.getKey()).equals(page.getValue())) {
                Files.writeString(page.getKey(), page.getValue());
                System.out.println("Updated " + page.getKey().normalize());
            }
        }
    }

    /** Each page with figures, as it should be. */
    static Map<Path, String> pages(Path root) throws IOException {
        Path docs = root.resolve("docs");
        LabReport report = LabReport.read(docs.resolve("figures").resolve("mnist-report.json"));
        Map<Path, String> filled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(docs)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                String page = Files.readString(file);
                if (page.contains("<!-- figures:")) {
                    filled.put(file, filled(page, report));
                }
            }
        }
        return filled;
    }

    static String filled(String page, LabReport report) {
        return BLOCK.matcher(page).replaceAll(block -> Matcher.quoteReplacement(block(block, report)));
    }

    private static String block(MatchResult block, LabReport report) {
        List<String> files = List.of(block.group(1).strip().split("\\s+"));
        List<String> columns = List.of(block.group(2).strip().split("\\s+"));
        return "<!-- figures: " + String.join(" ", files) + " | " + String.join(" ", columns) + " -->\n"
                + report.table(files, columns) + "<!-- end of figures -->";
    }
}
