// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.percent;

import io.espalier.data.Metric;
import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.ScatterChart;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Comparison.Layer;
import io.espalier.experiment.report.Comparison.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compared models as a page with tables and charts. */
final class ComparisonPage {
    private static final String AGREEMENT = "agreement";

    private final Comparison comparison;
    private final Row first;

    private ComparisonPage(Comparison comparison) {
        this.comparison = comparison;
        this.first = comparison.models().get(0);
    }

    static Page of(Comparison comparison) {
        return new ComparisonPage(comparison).page();
    }

    private Page page() {
        Page page = Page.titled(
                "Comparison",
                grouped(comparison.models().size()) + " forms of a model on " + grouped(comparison.examples())
                        + (comparison.examples() == 1 ? " example of " : " examples of ") + comparison.dataset()
                        + ". The others are compared with the first. Espalier "
                        + comparison.espalier() + ", " + comparison.machine().describe() + ".");
        page = page.with(new Section("models", "Files", models()));
        List<Chart> charts = scores().keySet().stream()
                .flatMap(key -> Stream.of(
                        chart(key, "size", "bytes", Row::bytes, number -> grouped((long) number)),
                        chart(
                                key,
                                "latency",
                                "microseconds an example",
                                Row::latencyMicros,
                                number -> String.format(Locale.US, "%,.1f \u00b5s", number))))
                .toList();
        if (!charts.isEmpty()) {
            page = page.with(new Section("trade-off", "Size, quality and latency", Chart.beside(charts)));
        }
        if (comparison.models().stream().anyMatch(model -> !model.outputs().isEmpty())) {
            page = page.with(new Section("outputs", "Outputs", outputs()));
        }
        return page.with(new Section("layers", "Error by layer", layers())).with(hashes());
    }

    /** What charts show upwards: the metrics that count, or agreement where examples have no labels. */
    private Map<String, String> scores() {
        Map<String, String> scores = new LinkedHashMap<>();
        if (first.scores().isEmpty()) {
            scores.put(AGREEMENT, AGREEMENT);
        } else if (comparison.judgedBy().isPresent()) {
            Metric metric = comparison.judgedBy().get();
            scores.put(metric.key(), metric.label());
        } else {
            // The metric of an output that stands first is the one that counts.
            Map<String, String> byOutput = new LinkedHashMap<>();
            first.scores().keySet().forEach(key -> byOutput.putIfAbsent(key.substring(0, key.lastIndexOf('/')), key));
            byOutput.forEach(
                    (output, key) -> scores.put(key, output + " " + metric(key).label()));
        }
        return scores;
    }

    private static Metric metric(String key) {
        return Metric.named(key.substring(key.lastIndexOf('/') + 1)).orElseThrow();
    }

    private double quality(String key, Row model) {
        if (key.equals(AGREEMENT)) {
            Double agreement = model.equals(first) ? (Double) 1.0 : model.agreement();
            return agreement == null ? Double.NaN : agreement;
        }
        return model.scores().getOrDefault(key, Double.NaN);
    }

    private static String shown(String key, double value) {
        return key.equals(AGREEMENT)
                ? String.format(Locale.US, "%.4f", value)
                : metric(key).format(value);
    }

    private Chart chart(String key, String id, String axis, ToDoubleFunction<Row> cost, DoubleFunction<String> format) {
        String label = scores().getOrDefault(key, key);
        List<ScatterChart.Point> points = comparison.models().stream()
                .map(model -> new ScatterChart.Point(
                        model.model(),
                        cost.applyAsDouble(model),
                        format.apply(cost.applyAsDouble(model)),
                        quality(key, model),
                        shown(key, quality(key, model)),
                        false))
                .filter(ScatterChart.Point::isFinite)
                .toList();
        boolean more = key.equals(AGREEMENT) || !metric(key).isError();
        return new ScatterChart(
                        "by-" + id + "-" + List.copyOf(scores().keySet()).indexOf(key),
                        TradeOff.capitalized(label) + " by " + id,
                        axis,
                        id.equals("size") ? "bytes" : id,
                        label,
                        more)
                .of(points);
    }

    private Html models() {
        Map<Column, Function<Row, Cell>> columns = new LinkedHashMap<>();
        columns.put(Column.text("file"), model -> Cell.text(model.model()));
        columns.put(number("bytes", "size of the file"), model -> count(model.bytes()));
        columns.put(number("of first", "size as a share of the first file's"), model -> {
            double share = (double) model.bytes() / first.bytes();
            return Cell.number(share, percent(share));
        });
        columns.put(number("gzip", "bytes after gzip"), model -> count(model.gzipBytes()));
        first.scores()
                .keySet()
                .forEach(key -> columns.put(
                        number(name(key), "on the examples"),
                        model -> Cell.number(quality(key, model), shown(key, quality(key, model)))));
        columns.put(
                number(AGREEMENT, "share of examples answered like the first"),
                model -> cell("%.4f", model.agreement()));
        columns.put(
                number("max diff.", "largest difference of two numbers of an output"),
                model -> cell("%.2e", model.maxDifference()));
        columns.put(
                number("SNR, dB", "signal-to-noise ratio of the outputs"),
                model -> cell("%.1f", model.signalToNoise()));
        columns.put(
                number("latency, \u00b5s", "median of one example on one thread, with XNNPACK"),
                model -> cell("%,.1f", model.latencyMicros()));
        columns.put(
                number("p95, \u00b5s", "time that 95 of 100 runs stay below"),
                model -> cell("%,.1f", model.latencyP95Micros()));
        columns.put(
                number("load, ms", "to build the interpreter and allocate tensors, without reading the file"),
                model -> cell("%.1f", model.loadMillis()));
        columns.put(
                number("memory", "bytes beyond the file after the first run, with XNNPACK, in a process of its own"),
                model -> model.residentBytes() == null ? Cell.NONE : count(model.residentBytes()));
        columns.put(
                number("arena", "bytes that TFLite's built-in kernels plan for activations"),
                model -> model.arenaBytes() == null ? Cell.NONE : count(model.arenaBytes()));
        DataTable table = new DataTable(
                "Every file as measured",
                List.copyOf(columns.keySet()),
                comparison.models().stream()
                        .map(model -> new DataTable.Row(
                                columns.values().stream()
                                        .map(cell -> cell.apply(model))
                                        .toList(),
                                // The mark is for a file that is recommended, and nobody recommends one here.
                                false))
                        .toList());
        List<Html> parts = new ArrayList<>();
        parts.add(table.toHtml());
        ComparisonTable.conversions(comparison).forEach(line -> parts.add(Html.element("p", line)));
        parts.add(
                ReportPage.explanation(
                        "Load: to build the interpreter and allocate tensors, without reading the file. Memory: what the"
                                + " model takes beyond the bytes of its file after the first run, with XNNPACK, each in a process of its own."
                                + " Arena: what TFLite's built-in kernels plan for activations; a microcontroller needs about this."));
        return Html.of(parts);
    }

    private static String name(String key) {
        int slash = key.lastIndexOf('/');
        return (slash < 0 ? "" : key.substring(0, slash) + " ") + metric(key).label();
    }

    private static Column number(String title, String explanation) {
        return Column.number(title, explanation);
    }

    private static Cell count(long value) {
        return Cell.number(value, grouped(value));
    }

    private static Cell cell(String format, @Nullable Double value) {
        return Cell.number(value, TableColumns.orDash(format, value));
    }

    private Html outputs() {
        List<DataTable.Row> rows = new ArrayList<>();
        comparison
                .models()
                .forEach(model -> model.outputs()
                        .forEach(output -> rows.add(DataTable.Row.of(
                                Cell.text(model.model()),
                                Cell.text(output.tensor()),
                                cell("%.1f", output.signalToNoise()),
                                cell("%.6f", output.cosine()),
                                cell("%.2e", output.meanSquaredError()),
                                cell("%.2e", output.maxDifference())))));
        return new DataTable(
                        "Each output against that of the first file",
                        List.of(
                                Column.text("file"),
                                Column.text("output"),
                                Column.number("SNR, dB", ""),
                                Column.number("cosine", ""),
                                Column.number("MSE", ""),
                                Column.number("max diff.", "")),
                        rows)
                .toHtml();
    }

    private Html layers() {
        List<Html> parts = new ArrayList<>();
        Map<String, List<Layer>> layers = new LinkedHashMap<>();
        comparison.models().stream()
                .filter(model -> !model.layers().isEmpty())
                .forEach(model -> layers.put(model.model(), model.layers()));
        comparison.models().stream()
                .filter(model -> !model.sameWeights())
                .forEach(model -> parts.add(Html.element("p", ComparisonTable.otherWeights(model, first))));
        if (!layers.isEmpty()) {
            parts.add(ErrorsSection.chart(layers).toHtml());
            parts.add(ReportPage.explanation(
                    "Signal-to-noise ratio of each tensor against the tensor of the same name in the first"
                            + " file, in decibels; more is better. Below about 20 dB, keep the layer in float, calibrate it differently, or"
                            + " give it more bits."));
        } else if (parts.isEmpty()) {
            parts.add(Html.element("p", "The files have no inner tensors with the same name."));
        }
        return Html.of(parts);
    }

    private Section hashes() {
        DataTable table = new DataTable(
                "The files that were compared",
                List.of(Column.text("file"), Column.text("SHA-256")),
                comparison.models().stream()
                        .map(model -> DataTable.Row.of(
                                Cell.text(model.model()),
                                new Cell(Html.element("code", Html.text(model.sha256())), Double.NaN)))
                        .toList());
        return new Section(
                "provenance", "Provenance", Html.element("div", Html.attributes("class", "wrapped"), table.toHtml()));
    }
}
