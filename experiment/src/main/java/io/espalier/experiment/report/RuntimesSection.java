// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.report.ReportDetails.RuntimeVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each runtime does with each .tflite file. */
final class RuntimesSection {
    private static final String RUNS = "runs";

    private final Report report;

    RuntimesSection(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        ReportDetails details = report.details();
        if (details == null) {
            return Optional.empty();
        }
        Map<String, List<RuntimeVerdict>> files = new LinkedHashMap<>();
        Set<String> runtimes = new LinkedHashSet<>();
        details.files().forEach((file, content) -> {
            if (!content.runtimes().isEmpty()) {
                files.put(file, content.runtimes());
                content.runtimes().forEach(one -> runtimes.add(one.runtime()));
            }
        });
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = new ArrayList<>(List.of(Column.text("file")));
        runtimes.forEach(runtime -> columns.add(Column.text(runtime)));
        String chosen = report.recommended().map(Variant::name).orElse("");
        List<Row> rows = new ArrayList<>();
        files.forEach((file, verdicts) -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.text(file)));
            runtimes.forEach(runtime -> cells.add(verdicts.stream()
                    .filter(one -> one.runtime().equals(runtime))
                    .findFirst()
                    .map(one -> cell(one.verdict()))
                    .orElse(Cell.NONE)));
            rows.add(new Row(cells, file.equals(chosen)));
        });
        DataTable table = new DataTable("What runtimes do with each file", columns, rows);
        return Optional.of(new Section(
                "runtimes",
                "Runtimes",
                Html.of(
                        table.toHtml(),
                        ReportPage.explanation(
                                "By the tables of Espalier, which are checked in these runtimes; docs/runtimes.md has"
                                        + " them all."),
                        reasons(files))));
    }

    private static Cell cell(String verdict) {
        return new Cell(
                Html.element(
                        "span", Html.attributes("class", verdict.equals(RUNS) ? "right" : "wrong"), Html.text(verdict)),
                Double.NaN);
    }

    /** Each reason once, with the files and the runtime that it is about. */
    private static Html reasons(Map<String, List<RuntimeVerdict>> files) {
        Map<List<String>, Set<String>> reasons = new LinkedHashMap<>();
        files.forEach((file, verdicts) -> verdicts.forEach(one -> one.reasons()
                .forEach(reason -> reasons.computeIfAbsent(
                                List.of(one.runtime(), one.verdict(), reason), key -> new LinkedHashSet<>())
                        .add(file))));
        if (reasons.isEmpty()) {
            return Html.EMPTY;
        }
        List<Row> rows = new ArrayList<>();
        reasons.forEach((key, names) -> rows.add(Row.of(
                Cell.text(key.get(0)),
                Cell.text(key.get(1)),
                Cell.text(key.get(2)),
                Cell.text(names.size() == files.size() ? "all" : String.join(", ", names)))));
        DataTable table = new DataTable(
                "Why, and what helps",
                List.of(
                        Column.text("runtime"),
                        Column.text("verdict"),
                        Column.text("why; what helps"),
                        Column.text("files")),
                rows);
        return Html.element(
                "details",
                Html.attributes("class", "wrapped"),
                Html.of(Html.element("summary", "Why, and what helps"), table.toHtml()));
    }
}
