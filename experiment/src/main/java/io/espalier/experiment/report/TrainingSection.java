// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.percent;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.Specification;
import io.espalier.experiment.report.Report.Epoch;
import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.experiment.report.ReportDetails.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The course of every training: loss, accuracy, and zeros where it prunes. */
final class TrainingSection {
    private static final int MOST_TRAININGS = 24;
    private static final String LEARNING = """
            {"facet": {"field": "training", "type": "nominal", "sort": null, "title": null,
                       "header": {"labelAnchor": "start", "labelLimit": 190, "labelFontWeight": "bold"}},
             "bounds": "flush", "spacing": {"row": 56, "column": 50},
             "resolve": {"scale": {"x": "independent", "y": "independent"}},
             "spec": {
               "width": 180, "height": 90,
               "encoding": {
                 "x": {"field": "step", "type": "quantitative", "title": null, "axis": {"tickCount": 4, "format": "~s"}, "scale": {"nice": false}},
                 "y": {"field": "value", "type": "quantitative", "title": null, "axis": {"tickCount": 3}, "scale": {"zero": false}},
                 "color": {"field": "of", "type": "nominal", "title": null,
                           "scale": {"domain": ["training", "validation"], "range": ["var(--c2)", "var(--c3)"]}},
                 "tooltip": [{"field": "of", "type": "nominal", "title": "examples"}, {"field": "step", "type": "quantitative", "title": "$step", "format": ","},
                             {"field": "value", "type": "quantitative", "title": "$title", "format": ".4f"}]},
               "layer": [
                 {"transform": [{"filter": "datum.of == 'training'"}], "mark": {"type": "line", "point": {"size": 12, "opacity": 0.01}}},
                 {"transform": [{"filter": "datum.of == 'validation'"}], "mark": {"type": "point", "size": 40}}]}}
            """;
    private static final String ZEROS = """
            {"height": 180,
             "mark": {"type": "line", "point": {"size": 16}},
             "encoding": {
               "x": {"field": "step", "type": "quantitative", "title": "step", "axis": {"format": "~s", "tickCount": 6}, "scale": {"nice": false}},
               "y": {"field": "value", "type": "quantitative", "title": "share of zeros", "axis": {"format": ".0%", "tickCount": 5}, "scale": {"domain": [0, 1]}},
               "color": {"field": "training", "type": "nominal", "title": null, "sort": null},
               "strokeDash": {"field": "training", "type": "nominal", "title": null, "sort": null},
               "tooltip": [{"field": "training", "type": "nominal"}, {"field": "step", "type": "quantitative", "format": ","},
                           {"field": "value", "type": "quantitative", "title": "zeros", "format": ".1%"}]}}
            """;

    private final Report report;
    private final Map<String, Curve> curves = new LinkedHashMap<>();

    TrainingSection(Report report) {
        this.report = report;
        if (report.details() != null) {
            report.details().curves().forEach(curve -> curves.put(curve.training(), curve));
        }
    }

    Optional<Section> section() {
        if (report.history().isEmpty()) {
            return Optional.empty();
        }
        DataTable table = table();
        List<Html> parts = new ArrayList<>();
        chart("loss", "Loss", Point::loss, Epoch::loss, Epoch::validationLoss, table)
                .ifPresent(chart -> parts.add(chart.toHtml()));
        chart("accuracy", "Accuracy", Point::accuracy, Epoch::accuracy, Epoch::validationAccuracy, table)
                .ifPresent(chart -> parts.add(chart.toHtml()));
        zeros().ifPresent(chart -> parts.add(chart.toHtml()));
        parts.add(ReportPage.explanation((curves.isEmpty()
                        ? "Lines: the training examples, epoch by epoch. Points: the"
                        : "Lines: means over the batches between two points, each measured before the weights were updated."
                                + " Points: the")
                + " validation examples after each epoch."
                + (trainings().size() > MOST_TRAININGS
                        ? " Only the first " + MOST_TRAININGS + " trainings are drawn; the figures have all."
                        : "")));
        return Optional.of(new Section("training", "Training", Html.of(parts)));
    }

    private Set<String> trainings() {
        Set<String> names = new LinkedHashSet<>();
        report.history().forEach(epoch -> names.add(epoch.training()));
        return names;
    }

    private Optional<Chart> chart(
            String id,
            String title,
            Function<Point, @Nullable Double> ofPoint,
            Function<Epoch, @Nullable Double> ofEpoch,
            Function<Epoch, @Nullable Double> validated,
            DataTable table) {
        List<Map<String, ?>> rows = new ArrayList<>();
        Set<String> drawn =
                new LinkedHashSet<>(trainings().stream().limit(MOST_TRAININGS).toList());
        for (String training : drawn) {
            Curve curve = curves.get(training);
            if (curve != null) {
                curve.points().forEach(point -> add(rows, training, "training", point.step(), ofPoint.apply(point)));
            }
        }
        for (Epoch epoch : report.history()) {
            if (drawn.contains(epoch.training())) {
                Curve curve = curves.get(epoch.training());
                long step = (long) epoch.epoch() * (curve == null ? 1 : curve.stepsPerEpoch());
                if (curve == null) {
                    add(rows, epoch.training(), "training", step, ofEpoch.apply(epoch));
                }
                add(rows, epoch.training(), "validation", step, validated.apply(epoch));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(
                        "course-" + id,
                        title + (curves.isEmpty() ? " by epoch" : " by step"),
                        title + " of each training, " + (curves.isEmpty() ? "epoch by epoch" : "step by step"),
                        Specification.of(
                                LEARNING, Map.of("title", id, "step", curves.isEmpty() ? "epoch" : "step"), rows),
                        table));
    }

    private static void add(List<Map<String, ?>> rows, String training, String of, long step, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            rows.add(Map.of("training", training, "of", of, "step", step, "value", value));
        }
    }

    private Optional<Chart> zeros() {
        List<Map<String, ?>> rows = new ArrayList<>();
        List<Row> figures = new ArrayList<>();
        curves.values()
                .forEach(curve -> curve.points().forEach(point -> {
                    Double zeros = point.sparsity();
                    if (zeros != null) {
                        rows.add(Map.of("training", curve.training(), "step", point.step(), "value", zeros));
                        figures.add(Row.of(
                                Cell.text(curve.training()),
                                Cell.number(point.step(), TableColumns.grouped(point.step())),
                                Cell.number(zeros, percent(zeros))));
                    }
                }));
        String title = "Zeros by step";
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(
                        "course-zeros",
                        title,
                        "The share of zeros in all kernels of each training that prunes, step by step",
                        Specification.of(ZEROS, Map.of(), rows),
                        new DataTable(
                                title,
                                List.of(Column.text("training"), Column.number("step", ""), Column.number("zeros", "")),
                                figures)));
    }

    private DataTable table() {
        return new DataTable(
                "All epochs",
                List.of(
                        Column.text("training"),
                        Column.number("epoch", ""),
                        Column.number("loss", ""),
                        Column.number("accuracy", ""),
                        Column.number("validation loss", ""),
                        Column.number("validation accuracy", ""),
                        Column.number("seconds", "")),
                report.history().stream()
                        .map(epoch -> Row.of(
                                Cell.text(epoch.training()),
                                Cell.number(epoch.epoch(), Integer.toString(epoch.epoch())),
                                fraction(epoch.loss()),
                                fraction(epoch.accuracy()),
                                fraction(epoch.validationLoss()),
                                fraction(epoch.validationAccuracy()),
                                Cell.number(epoch.seconds(), String.format(Locale.US, "%.1f", epoch.seconds()))))
                        .toList());
    }

    private static Cell fraction(@Nullable Double value) {
        return Cell.number(value, TableColumns.orDash("%.4f", value));
    }
}
