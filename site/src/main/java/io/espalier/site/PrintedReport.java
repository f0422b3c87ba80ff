// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code espalier report} prints. Pages show lines of it in blocks of code: rows of its tables, and the sentences behind them.
 *
 * @param lines by what they begin with: the name of a file, or words up to a colon
 */
record PrintedReport(Map<String, String> lines) {
    private static final Pattern BEGINNING = Pattern.compile(
            "^(?: +(\\S+(?:\\.h5|\\.tflite|-c)) +\\| |(Smallest|Most accurate|Recommended for [a-z ]+): )");

    static PrintedReport of(String printed) {
        Map<String, String> lines = new LinkedHashMap<>();
        printed.lines()
                .forEach(line -> beginning(line).ifPresent(beginning -> lines.put(beginning, line.stripTrailing())));
        return new PrintedReport(lines);
    }

    /** A page with its lines of the report as they are printed now, as far in as they were. */
    String filledIn(String page) {
        return page.lines().map(this::filledInLine).collect(Collectors.joining("\n", "", "\n"));
    }

    private String filledInLine(String line) {
        String text = line.startsWith("    ") ? line.substring(4) : line;
        String indent = line.substring(0, line.length() - text.length());
        return beginning(text).map(lines::get).map(now -> indent + now).orElse(line);
    }

    private static Optional<String> beginning(String line) {
        Matcher matcher = BEGINNING.matcher(line);
        return matcher.find() ? Optional.of(matcher.group().strip().replaceAll("\\s+", " ")) : Optional.empty();
    }
}
