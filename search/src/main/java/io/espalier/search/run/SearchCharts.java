// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.ScatterChart;
import io.espalier.experiment.page.ScatterChart.Point;
import io.espalier.experiment.page.Section;
import io.espalier.search.run.SearchReport.Entry;
import io.espalier.search.space.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Trials as points: each metric against each cost that an objective or a constraint names. */
final class SearchCharts {
    private final SearchReport report;

    SearchCharts(SearchReport report) {
        this.report = report;
    }

    List<Section> sections() {
        List<Figure> figures = SearchTable.figures(report);
        List<Chart> charts = new ArrayList<>();
        for (Figure metric : figures) {
            for (Figure cost : figures) {
                if (metric.metric().isPresent() && cost.metric().isEmpty()) {
                    chart(metric, cost).ifPresent(charts::add);
                }
            }
        }
        return charts.isEmpty()
                ? List.of()
                : List.of(new Section(
                        "trade-off",
                        "What is lost and what is saved",
                        Html.of(
                                Chart.beside(charts),
                                Html.element(
                                        "p",
                                        Html.attributes("class", "soft"),
                                        Html.text(
                                                "Metrics are those on the selection part. The line joins the trials that"
                                                        + " no other beats in these two figures, whether they keep the constraints or not."
                                                        + " Up and to the left is better.")))));
    }

    private Optional<Chart> chart(Figure metric, Figure cost) {
        List<Point> points = Stream.concat(Stream.of(report.baseline()), report.entries().stream())
                .filter(entry -> entry.error() == null && entry.share() == 1)
                .map(entry -> point(entry, metric, cost))
                .filter(Point::isFinite)
                .toList();
        String name = String.format(Locale.ROOT, "%s-by-%s", metric.name(), cost.name())
                .replaceAll("[^a-z0-9-]", "-");
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(new ScatterChart(
                                name,
                                metric.label() + " by " + cost.label(),
                                cost.label(),
                                cost.name(),
                                metric.label(),
                                !metric.lessIsBetter())
                        .of(points));
    }

    private Point point(Entry entry, Figure metric, Figure cost) {
        double spent = entry.selection().getOrDefault(cost.name(), Double.NaN);
        double good = entry.selection().getOrDefault(metric.name(), Double.NaN);
        return new Point(
                entry.id(),
                spent,
                cost.format(spent),
                good,
                metric.format(good),
                entry.id().equals(report.best()));
    }
}
