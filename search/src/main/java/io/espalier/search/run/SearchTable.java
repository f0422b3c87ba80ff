// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.statistics.Wilson;
import io.espalier.search.run.SearchReport.Entry;
import io.espalier.search.space.Figure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A report of a search as a table: titles first, then the model as it is, then the trials. */
final class SearchTable {
    private SearchTable() {}

    static List<List<String>> of(SearchReport report) {
        List<Figure> figures = figures(report);
        boolean tested = report.testExamples() > 0;
        List<Figure> metrics =
                figures.stream().filter(figure -> figure.metric().isPresent()).toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("trial", ""));
        figures.forEach(figure -> titles.add(figure.label()));
        if (hasAccuracy(report)) {
            titles.add("95% interval");
        }
        if (tested) {
            metrics.forEach(metric -> titles.add("test " + metric.label()));
        }
        titles.add("settings");
        rows.add(titles);
        Stream.concat(Stream.of(report.baseline()), report.entries().stream()).forEach(entry -> {
            List<String> row = new ArrayList<>(List.of(entry.id(), mark(entry, report)));
            figures.forEach(figure -> row.add(cell(figure, entry.selection())));
            if (hasAccuracy(report)) {
                row.add(interval(entry.selection(), report.selectionExamples()));
            }
            if (tested) {
                metrics.forEach(metric -> row.add(cell(metric, entry.test())));
            }
            row.add(settings(entry));
            rows.add(row);
        });
        return rows;
    }

    /** What objectives and constraints are about, and the size. */
    static List<Figure> figures(SearchReport report) {
        Set<Figure> figures = new LinkedHashSet<>();
        report.objectives().forEach(name -> Figure.named(name).ifPresent(figures::add));
        report.constraints()
                .forEach(text -> Figure.named(text.split("\\s|<|>", 2)[0]).ifPresent(figures::add));
        figures.add(Figure.GZIP_BYTES);
        return List.copyOf(figures);
    }

    private static boolean hasAccuracy(SearchReport report) {
        return report.baseline().selection().containsKey("accuracy");
    }

    /** Where a trial stands: best, front, failed, ended early, lacks or nothing of note. */
    static String mark(Entry entry, SearchReport report) {
        if (entry.id().equals(report.best()) && entry.share() == 1) {
            return "best";
        }
        if (entry.error() != null) {
            return "failed";
        }
        return entry.isOnFront()
                ? "front"
                : entry.share() < 1 ? "ended" : entry.lacks().isEmpty() ? "" : "lacks";
    }

    private static String settings(Entry entry) {
        String cut = entry.share() == 1
                ? ""
                : String.format(Locale.US, " (%.0f%% of the last training)", 100 * entry.share());
        return entry.describe() + cut + (entry.error() == null ? "" : ": " + entry.error());
    }

    static String cell(Figure figure, Map<String, Double> figures) {
        return figure.format(figures.getOrDefault(figure.name(), Double.NaN));
    }

    static String interval(Map<String, Double> figures, int examples) {
        Double accuracy = figures.get("accuracy");
        if (accuracy == null || examples == 0) {
            return "-";
        }
        Wilson interval = Wilson.of(accuracy, examples);
        return String.format(Locale.US, "%.4f-%.4f", interval.low(), interval.high());
    }
}
