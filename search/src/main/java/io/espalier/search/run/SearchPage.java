// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.statistics.McNemar;
import io.espalier.search.run.SearchReport.Entry;
import io.espalier.search.space.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report of a search as a page. */
final class SearchPage {
    private final SearchReport report;

    SearchPage(SearchReport report) {
        this.report = report;
    }

    Page page() {
        Page page = Page.titled(
                "Search " + report.name(),
                String.format(
                        Locale.US,
                        "%,d of %s recipes, %s. Data: %s; the choice was made on %,d training examples that nothing was trained on%s.",
                        report.entries().size(),
                        report.leaves(),
                        report.sampler(),
                        report.data(),
                        report.selectionExamples(),
                        report.testExamples() == 0
                                ? "; there is no test part"
                                : String.format(
                                        Locale.US,
                                        ", and the front was tested once on %,d test examples",
                                        report.testExamples())));
        page = page.with(new Section("choice", "The choice", choice()));
        for (Section section : new SearchCharts(report).sections()) {
            page = page.with(section);
        }
        return page.with(new Section("trials", "All trials", trials().toHtml()));
    }

    private Html choice() {
        List<Html> parts = new ArrayList<>();
        parts.add(Html.element("p", report.verdict()));
        parts.add(Html.element(
                "p",
                "Objectives: " + String.join(", ", report.objectives()) + ". Constraints: "
                        + String.join("; ", report.constraints()) + "."));
        return Html.of(parts);
    }

    private DataTable trials() {
        List<Figure> figures = SearchTable.figures(report);
        List<Figure> metrics =
                figures.stream().filter(figure -> figure.metric().isPresent()).toList();
        boolean tested = report.testExamples() > 0;
        List<Column> columns =
                new ArrayList<>(List.of(Column.text("trial"), Column.text("place"), Column.text("settings")));
        figures.forEach(
                figure -> columns.add(Column.number(figure.label(), "on the selection part, where it is a metric")));
        columns.add(Column.text("95% interval"));
        if (tested) {
            metrics.forEach(metric -> columns.add(Column.number("test " + metric.label(), "on the test part")));
            columns.add(Column.text("95% interval, test"));
        }
        boolean memory = report.tellsMemory();
        if (memory) {
            columns.add(
                    Column.number(
                            "memory (bytes)",
                            "bytes beyond the file after the first run, with XNNPACK, in a process of its own; of the baseline and the front"));
        }
        columns.add(
                Column.number(
                        "p",
                        "how likely the difference to the best in right answers is by chance (McNemar); 0.05 or more: they cannot be told apart"));
        List<Row> rows = Stream.concat(Stream.of(report.baseline()), report.entries().stream())
                .map(entry -> row(entry, figures, metrics, tested, memory))
                .toList();
        return new DataTable("All trials, the best first", columns, rows);
    }

    private Row row(Entry entry, List<Figure> figures, List<Figure> metrics, boolean tested, boolean memory) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(entry.id()));
        cells.add(Cell.text(place(entry)));
        cells.add(new Cell(settings(entry), Double.NaN));
        figures.forEach(figure -> cells.add(number(figure, entry.selection().get(figure.name()))));
        cells.add(Cell.text(SearchTable.interval(entry.selection(), report.selectionExamples())));
        if (tested) {
            metrics.forEach(metric -> cells.add(number(metric, entry.test().get(metric.name()))));
            cells.add(Cell.text(SearchTable.interval(entry.test(), report.testExamples())));
        }
        if (memory) {
            Long bytes = entry.residentBytes();
            cells.add(Cell.number(bytes, bytes == null ? "" : String.format(Locale.US, "%,d", bytes)));
        }
        Double chance = entry.chance();
        cells.add(Cell.number(chance, chance == null ? "" : McNemar.number(chance)));
        return new Row(cells, entry.id().equals(report.best()) && entry.share() == 1);
    }

    private static Cell number(Figure figure, @Nullable Double value) {
        return Cell.number(value, value == null ? "" : figure.format(value));
    }

    private String place(Entry entry) {
        return entry.id().equals(TrialList.BASELINE) ? "as it is" : SearchTable.mark(entry, report);
    }

    /** What was chosen, and below it what is to be said of the trial. */
    private static Html settings(Entry entry) {
        String remarks = remarks(entry);
        Html below = remarks.isEmpty()
                ? Html.EMPTY
                : Html.element("div", Html.attributes("class", "soft"), Html.text(remarks));
        return Html.element("div", Html.attributes("class", "lines"), Html.of(Html.text(entry.describe()), below));
    }

    private static String remarks(Entry entry) {
        List<String> all = new ArrayList<>(entry.lacks());
        if (entry.error() != null) {
            all.add(entry.error());
        }
        if (entry.share() < 1) {
            all.add(String.format(Locale.US, "ended after %.0f%% of the last training", 100 * entry.share()));
        }
        return String.join("; ", all);
    }
}
