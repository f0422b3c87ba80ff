// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which file to take and why, with its figures beside those of the baseline. */
final class VerdictSection {
    private final Report report;
    private final Variant baseline;

    VerdictSection(Report report) {
        this.report = report;
        this.baseline = report.variants().get(0);
    }

    Section section() {
        List<Html> parts = new ArrayList<>();
        if (report.data().insteadOf() != null) {
            parts.add(warning(report.data().name() + " was used instead of "
                    + report.data().insteadOf()
                    + ", which was not available. These figures cannot be compared with figures on "
                    + report.data().insteadOf() + "."));
        }
        if (report.baseline() != null) {
            parts.add(Html.element("p", "Baseline: " + report.baseline()));
        }
        if (report.details() == null) {
            parts.add(
                    warning(
                            "This report was written by Espalier " + report.espalier()
                                    + ", which kept no weights, curves and answers: their sections are missing. Run it again to have them."));
        }
        List<String> sentences = new ArrayList<>(report.verdict().lines().toList());
        if (sentences.isEmpty()) {
            parts.add(Html.element("p", "No file runs in the TFLite runtime, so none is recommended."));
        } else {
            parts.add(Html.element(
                    "p", Html.attributes("class", "verdict"), Html.text(sentences.remove(sentences.size() - 1))));
            sentences.forEach(sentence -> parts.add(Html.element("p", sentence)));
        }
        report.recommended().ifPresent(chosen -> parts.add(beside(chosen).toHtml()));
        return new Section("verdict", "Verdict", Html.of(parts));
    }

    static Html warning(String text) {
        return Html.element("p", Html.attributes("class", "warning"), Html.text(text));
    }

    private DataTable beside(Variant chosen) {
        List<Row> rows = new ArrayList<>(List.of(
                row("bytes", (double) baseline.bytes(), (double) chosen.bytes(), "%,.0f"),
                row("bytes after gzip", (double) baseline.gzipBytes(), (double) chosen.gzipBytes(), "%,.0f")));
        for (Criterion criterion : report.criteria()) {
            double gain = criterion.score(chosen) - criterion.score(baseline);
            rows.add(Row.of(
                    Cell.text(criterion.label()),
                    Cell.number(criterion.score(baseline), criterion.format(baseline)),
                    Cell.number(criterion.score(chosen), criterion.format(chosen)),
                    Cell.number(gain, String.format(Locale.US, criterion.isError() ? "%+.4g" : "%+.4f", gain))));
        }
        rows.add(row("microseconds an example", baseline.latencyMicros(), chosen.latencyMicros(), "%.1f"));
        if (report.tellsMemory()) {
            rows.add(row("bytes of memory", orNull(baseline.residentBytes()), orNull(chosen.residentBytes()), "%,.0f"));
        }
        rows.add(row("bytes of arena", orNull(baseline.arenaBytes()), orNull(chosen.arenaBytes()), "%,.0f"));
        return new DataTable(
                "The recommended file beside the baseline",
                List.of(
                        Column.text("figure"),
                        Column.number(baseline.name(), ""),
                        Column.number(chosen.name(), ""),
                        Column.number("change", "")),
                rows);
    }

    private static @Nullable Double orNull(@Nullable Long value) {
        return value == null ? null : (Double) value.doubleValue();
    }

    private static Row row(String figure, @Nullable Double before, @Nullable Double after, String format) {
        Double change =
                before != null && after != null && before > 0 ? (Double) (100 * (after - before) / before) : null;
        return Row.of(
                Cell.text(figure),
                Cell.number(before, before == null ? "" : String.format(Locale.US, format, before)),
                Cell.number(after, after == null ? "" : String.format(Locale.US, format, after)),
                Cell.number(change, change == null ? "" : String.format(Locale.US, "%+.1f%%", change)));
    }
}
