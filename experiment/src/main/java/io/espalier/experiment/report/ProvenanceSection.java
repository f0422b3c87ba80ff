// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How each file came about, with hashes, and the commands that make everything again. */
final class ProvenanceSection {
    private final Report report;

    ProvenanceSection(Report report) {
        this.report = report;
    }

    Section section() {
        List<Html> parts = new ArrayList<>();
        if (report.details() != null && !report.details().commands().isEmpty()) {
            parts.add(
                    Html.element(
                            "p",
                            "This makes everything again; the bytes are the same with the same data on such a machine with as many threads:"));
            parts.add(Html.preformatted(String.join("\n", report.details().commands())));
        }
        parts.add(files().toHtml());
        parts.add(data().toHtml());
        parts.add(around().toHtml());
        return new Section(
                "provenance", "Provenance", Html.element("div", Html.attributes("class", "wrapped"), Html.of(parts)));
    }

    private DataTable files() {
        return new DataTable(
                "How each file was made",
                List.of(Column.text("file"), Column.text("made by"), Column.text("made from"), Column.text("SHA-256")),
                report.variants().stream()
                        .map(variant -> Row.of(
                                Cell.text(variant.name()),
                                Cell.text(variant.provenance().recipe()),
                                Cell.text(String.join(
                                        ", ", shortened(variant.provenance().parents()))),
                                hash(variant.sha256())))
                        .toList());
    }

    // The hash of a parent that is no file here is all that is known of it.
    private List<String> shortened(List<String> parents) {
        Set<String> here = report.variants().stream()
                .map(variant -> variant.name() + " " + variant.sha256())
                .collect(Collectors.toSet());
        return parents.stream()
                .map(parent -> here.contains(parent) ? parent.substring(0, parent.lastIndexOf(' ')) : parent)
                .toList();
    }

    private DataTable data() {
        List<Row> rows = new ArrayList<>();
        report.data().sha256().forEach((file, hash) -> rows.add(Row.of(Cell.text(file), hash(hash))));
        return new DataTable(
                "The data: " + report.data().name() + ", from " + report.data().source(),
                List.of(Column.text("file"), Column.text("SHA-256")),
                rows);
    }

    private DataTable around() {
        List<Row> rows = new ArrayList<>(List.of(
                row("Espalier", report.espalier()),
                row("machine", report.machine().describe()),
                row("seed", Long.toString(report.settings().seed())),
                row("threads", Integer.toString(report.settings().threads())),
                row("batch size", Integer.toString(report.settings().batchSize())),
                row("validation share", Double.toString(report.settings().validationSplit())),
                row(
                        "task",
                        report.task().kind() + ", loss " + report.task().loss() + ", metric "
                                + report.task().metric())));
        report.versions().forEach((name, version) -> rows.add(row(name, version)));
        return new DataTable("Settings and versions", List.of(Column.text("what"), Column.text("value")), rows);
    }

    private static Row row(String what, String value) {
        return Row.of(Cell.text(what), Cell.text(value));
    }

    private static Cell hash(String sha256) {
        return new Cell(Html.element("code", Html.text(sha256)), Double.NaN);
    }
}
