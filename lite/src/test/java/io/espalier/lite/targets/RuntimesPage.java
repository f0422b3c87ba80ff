// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import java.util.List;

/** The tables of all runtimes in Markdown. */
final class RuntimesPage {
    private RuntimesPage() {}

    static String text() {
        StringBuilder out = new StringBuilder();
        for (Target target : Target.values()) {
            RuntimeTable table = target.table();
            out.append("### ")
                    .append(target.title())
                    .append(" (`")
                    .append(target.id())
                    .append("`)\n\n");
            out.append("Found: ").append(table.source()).append(".\n\n");
            boolean hasXnnpack = target != Target.TFLITE && table.rows().containsAll(TfliteTable.XNNPACK);
            if (hasXnnpack) {
                out.append("All rows of ").append(Target.TFLITE.title()).append(", and:\n\n");
            }
            rows(
                    table.rows().stream()
                            .filter(row -> !hasXnnpack || !TfliteTable.XNNPACK.contains(row))
                            .toList(),
                    out);
        }
        return out.toString();
    }

    private static void rows(List<Row> rows, StringBuilder out) {
        out.append("| what | verdict | why | instead |\n|---|---|---|---|\n");
        for (Verdict verdict : List.of(Verdict.REFUSED, Verdict.WRONG, Verdict.SLOW)) {
            for (Row row : rows) {
                if (row.verdict() == verdict) {
                    out.append("| ").append(row.subject());
                    out.append(" | ").append(verdict.text());
                    out.append(" | ").append(row.reason());
                    out.append(" | ").append(row.remedy()).append(" |\n");
                }
            }
        }
        out.append('\n');
    }
}
