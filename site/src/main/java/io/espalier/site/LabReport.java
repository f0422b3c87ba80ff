// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The figures of a lab's report.json.
 *
 * @param variants what was measured of each file, and of each folder of C, by its name
 */
record LabReport(Map<String, JsonNode> variants) {
    private static final String NONE = "-";

    static LabReport read(Path file) throws IOException {
        JsonNode report = new JsonMapper().readTree(file.toFile());
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        Stream.of("variants", "firmware")
                .flatMap(list -> StreamSupport.stream(report.get(list).spliterator(), false))
                .forEach(variant -> variants.put(variant.get("name").asText(), variant));
        return new LabReport(variants);
    }

    /**
     * A figure as running text shows it.
     *
     * @param column as in a table
     * @throws SiteException if there is no such file or column
     */
    String figure(String file, String column) {
        return figure(variant(file), column);
    }

    /**
     * A table in Markdown.
     *
     * @param files what each row is of
     * @param columns what each column shows: bytes, gzip, accuracy, agreement, latency, memory, arena, zeros or values, of C flash or ram
     * @throws SiteException if there is no such file or column
     */
    String table(List<String> files, List<String> columns) {
        StringBuilder table = new StringBuilder("| file |");
        columns.forEach(column -> table.append(' ').append(heading(column)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String file : files) {
            JsonNode variant = variant(file);
            table.append("| ").append(file).append(" |");
            columns.forEach(
                    column -> table.append(' ').append(figure(variant, column)).append(" |"));
            table.append('\n');
        }
        return table.toString();
    }

    private JsonNode variant(String file) {
        JsonNode variant = variants.get(file);
        if (variant == null) {
            throw new SiteException(List.of("the report has no file '" + file + "', but " + variants.keySet()));
        }
        return variant;
    }

    private static String heading(String column) {
        return switch (column) {
            case "gzip" -> "gzip bytes";
            case "latency" -> "latency, µs";
            case "agreement" -> "same class as baseline";
            default -> column;
        };
    }

    private static String figure(JsonNode variant, String column) {
        return switch (column) {
            case "bytes" -> format("%,.0f", variant.get("bytes"), 1);
            case "gzip" -> format("%,.0f", variant.get("gzipBytes"), 1);
            case "accuracy" -> format("%.4f", variant.get("accuracy"), 1);
            case "agreement" -> format("%.4f", variant.get("agreement"), 1);
            case "latency" -> format("%.1f", variant.get("latencyMicros"), 1);
            case "memory" -> format("%,.0f", variant.get("residentBytes"), 1);
            case "arena" -> format("%,.0f", variant.get("arenaBytes"), 1);
            case "flash" -> format("%,.0f", variant.get("flashBytes"), 1);
            case "ram" -> format("%,.0f", variant.get("ramBytes"), 1);
            case "zeros" -> format("%.1f%%", variant.get("sparsity"), 100);
            case "values" -> format("%,.0f", variant.get("distinct"), 1);
            default -> throw new SiteException(List.of("unknown column '" + column + "' of figures"));
        };
    }

    private static String format(String form, JsonNode figure, double factor) {
        return figure == null || figure.isNull() ? NONE : String.format(Locale.US, form, figure.asDouble() * factor);
    }
}
