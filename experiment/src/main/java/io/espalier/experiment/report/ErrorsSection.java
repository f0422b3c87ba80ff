// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.Specification;
import io.espalier.experiment.report.Comparison.Layer;
import io.espalier.experiment.report.ReportDetails.Twin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What rounding does to the tensors of each file, against the float file of the same weights. */
final class ErrorsSection {
    private static final int MOST_FILES = 24;
    private static final int MOST_BARS = 8;

    /** Bars of tensors of several files, the worst tensors of each. */
    static final String SPECIFICATION = """
            {"facet": {"field": "file", "type": "nominal", "sort": null, "title": null,
                       "header": {"labelAnchor": "start", "labelLimit": 220, "labelFontWeight": "bold"}},
             "bounds": "flush", "spacing": {"row": 34, "column": 140},
             "resolve": {"scale": {"y": "independent"}},
             "spec": {
               "width": 130, "height": {"step": 17},
               "encoding": {
                 "y": {"field": "tensor", "type": "nominal", "sort": null, "title": null, "axis": {"ticks": false, "domain": false, "labelLimit": 110, "labelOverlap": false}},
                 "x": {"field": "decibels", "type": "quantitative", "title": null, "axis": {"tickCount": 4, "grid": true}},
                 "tooltip": [{"field": "tensor", "type": "nominal"}, {"field": "ratio", "type": "nominal"}, {"field": "cosine", "type": "nominal"},
                             {"field": "largest difference", "type": "nominal"}]},
               "layer": [
                 {"mark": "bar", "encoding": {"color": {"condition": {"test": "datum.decibels < 20", "value": "var(--c3)"}, "value": "var(--c1)"}}},
                 {"mark": {"type": "text", "align": "left", "dx": 3, "fontSize": 10}, "encoding": {"text": {"field": "short", "type": "nominal"}}}]}}
            """;

    private final Report report;

    ErrorsSection(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        ReportDetails details = report.details();
        Map<String, Twin> twins = new LinkedHashMap<>();
        if (details != null) {
            details.files().forEach((file, content) -> {
                Twin twin = content.twin();
                if (twin != null && !twin.tensors().isEmpty()) {
                    twins.put(file, twin);
                }
            });
        }
        if (twins.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Layer>> layers = new LinkedHashMap<>();
        twins.forEach((file, twin) -> layers.put(file, twin.tensors()));
        String examples = twins.values().stream()
                .map(twin -> Integer.toString(twin.examples()))
                .distinct()
                .reduce((one, other) -> one + " or " + other)
                .orElse("");
        Html explanation = ReportPage.explanation("Signal-to-noise ratio of each tensor on " + examples
                + " test examples, in decibels; more is better. Each file is"
                + " compared with the float file of the same weights, so that only quantization counts. What training changed shows"
                + " in the answers below. If answers change, and a tensor has less than about 20 dB, keep its layer in float, calibrate it"
                + " differently, or give it more bits. A model trained with rounded activations may have less and answer as well."
                + (layers.size() > MOST_FILES ? " Only the first " + MOST_FILES + " files are drawn." : ""));
        return Optional.of(
                new Section("errors", "Error by layer", Html.of(chart(layers).toHtml(), explanation)));
    }

    /** The worst tensors of each file as bars, all as a table. */
    static Chart chart(Map<String, List<Layer>> files) {
        List<Map<String, ?>> rows = new ArrayList<>();
        files.entrySet().stream()
                .limit(MOST_FILES)
                .forEach(file -> file.getValue().stream()
                        .filter(layer -> layer.signalToNoise() != null)
                        .limit(MOST_BARS)
                        .forEach(layer -> rows.add(row(file.getKey(), layer))));
        List<Row> figures = new ArrayList<>();
        files.forEach((file, tensors) -> tensors.forEach(layer -> figures.add(Row.of(
                Cell.text(file),
                Cell.text(layer.tensor()),
                Cell.number(layer.signalToNoise(), TableColumns.orDash("%.1f", layer.signalToNoise())),
                Cell.number(layer.cosine(), String.format(Locale.US, "%.6f", layer.cosine())),
                Cell.number(layer.meanSquaredError(), String.format(Locale.US, "%.2e", layer.meanSquaredError())),
                Cell.number(layer.maxDifference(), String.format(Locale.US, "%.2e", layer.maxDifference()))))));
        String title = "Signal-to-noise ratio of the worst tensors, in dB";
        return new Chart(
                "tensors",
                title,
                title + ": bars for each of " + files.size() + " files",
                Specification.of(SPECIFICATION, Map.of(), rows),
                new DataTable(
                        "Tensors against those of the twin",
                        List.of(
                                Column.text("file"),
                                Column.text("tensor"),
                                Column.number("SNR, dB", "signal-to-noise ratio"),
                                Column.number("cosine", ""),
                                Column.number("MSE", "mean squared error"),
                                Column.number("max diff.", "largest difference")),
                        figures));
    }

    private static Map<String, ?> row(String file, Layer layer) {
        double decibels = layer.signalToNoise() == null ? 0 : layer.signalToNoise();
        return Map.of(
                "file", file,
                "tensor", layer.tensor(),
                "decibels", decibels,
                "short", String.format(Locale.US, "%.0f", decibels),
                "ratio", String.format(Locale.US, "%.1f dB", decibels),
                "cosine", String.format(Locale.US, "%.6f", layer.cosine()),
                "largest difference", String.format(Locale.US, "%.2e", layer.maxDifference()));
    }
}
