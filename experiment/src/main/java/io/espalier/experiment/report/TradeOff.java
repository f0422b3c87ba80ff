// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.ScatterChart;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Quality against size and against latency, with the files that no other beats in both. */
final class TradeOff {
    private final Report report;

    TradeOff(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        List<Chart> charts = report.criteria().stream()
                .flatMap(criterion -> List.of(
                        chart(
                                criterion,
                                "size",
                                "bytes after gzip",
                                "gzip",
                                variant -> variant.gzipBytes(),
                                number -> grouped((long) number)),
                        chart(
                                criterion,
                                "latency",
                                "microseconds an example",
                                "latency",
                                variant -> Objects.requireNonNullElse(variant.latencyMicros(), Double.NaN),
                                number -> String.format(Locale.US, "%,.1f \u00b5s", number)))
                        .stream())
                .flatMap(Optional::stream)
                .toList();
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "trade-off",
                        "Size, quality and latency",
                        Html.of(
                                Chart.beside(charts),
                                ReportPage.explanation(
                                        "The line joins the files that no other beats in both: the Pareto front. Up and to the left is"
                                                + " better."))));
    }

    private Optional<Chart> chart(
            Criterion criterion,
            String id,
            String axis,
            String column,
            ToDoubleFunction<Variant> cost,
            java.util.function.DoubleFunction<String> format) {
        String recommended = report.recommended().map(Variant::name).orElse("");
        List<ScatterChart.Point> points = report.variants().stream()
                .map(variant -> new ScatterChart.Point(
                        variant.name(),
                        cost.applyAsDouble(variant),
                        format.apply(cost.applyAsDouble(variant)),
                        criterion.score(variant),
                        criterion.format(variant),
                        variant.name().equals(recommended)))
                .filter(ScatterChart.Point::isFinite)
                .toList();
        String suffix =
                criterion.output().isEmpty() ? "" : "-" + report.criteria().indexOf(criterion);
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(new ScatterChart(
                                "by-" + id + suffix,
                                capitalized(criterion.label()) + " by " + id,
                                axis,
                                column,
                                criterion.label(),
                                !criterion.isError())
                        .of(points));
    }

    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
