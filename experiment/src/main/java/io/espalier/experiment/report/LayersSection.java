// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.percent;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.Specification;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.report.ReportDetails.FileDetails;
import io.espalier.experiment.report.ReportDetails.LayerWeights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many bytes each layer has in the baseline and in the recommended file. */
final class LayersSection {
    private static final int MOST_BARS = 14;
    private static final String SPECIFICATION = """
            {"height": {"step": 15}, "padding": {"left": 0, "top": 4, "right": 48, "bottom": 4},
             "encoding": {
               "y": {"field": "layer", "type": "nominal", "sort": null, "title": null, "axis": {"ticks": false, "domain": false, "labelOverlap": false},
                     "scale": {"paddingInner": 0.3}},
               "yOffset": {"field": "file", "type": "nominal", "sort": null},
               "x": {"field": "bytes", "type": "quantitative", "title": "bytes of weights", "axis": {"format": "~s", "tickCount": 5, "grid": true}},
               "tooltip": [{"field": "layer", "type": "nominal"}, {"field": "file", "type": "nominal"}, {"field": "bytes", "type": "quantitative", "format": ","},
                           {"field": "zeros", "type": "nominal"}]},
             "layer": [
               {"mark": "bar", "encoding": {"color": {"field": "file", "type": "nominal", "title": null, "sort": null,
                 "scale": {"range": ["var(--c8)", "var(--c1)"]}}}},
               {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10},
                "encoding": {"text": {"field": "bytes", "type": "quantitative", "format": ","}}}]}
            """;

    private final Report report;

    LayersSection(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        Variant baseline = report.variants().get(0);
        Optional<Variant> shown = ReportPage.shown(report);
        ReportDetails details = report.details();
        if (details == null || shown.isEmpty() || shown.get().equals(baseline)) {
            return Optional.empty();
        }
        FileDetails before = details.files().get(baseline.name());
        FileDetails after = details.files().get(shown.get().name());
        if (before == null || after == null || before.weights().isEmpty()) {
            return Optional.empty();
        }
        Map<String, LayerWeights[]> layers = new LinkedHashMap<>();
        before.weights().forEach(layer -> pair(layers, layer)[0] = layer);
        after.weights().forEach(layer -> pair(layers, layer)[1] = layer);
        return Optional.of(new Section(
                "layers",
                "Layers",
                chart(baseline.name(), shown.get().name(), layers).toHtml()));
    }

    private static LayerWeights[] pair(Map<String, LayerWeights[]> layers, LayerWeights layer) {
        LayerWeights none = new LayerWeights(layer.layer(), 0, 0, 0);
        return layers.computeIfAbsent(layer.layer(), name -> new LayerWeights[] {none, none});
    }

    private static Chart chart(String before, String after, Map<String, LayerWeights[]> layers) {
        List<LayerWeights[]> largest = layers.values().stream()
                .sorted(Comparator.comparingLong((LayerWeights[] pair) -> -Math.max(pair[0].bytes(), pair[1].bytes())))
                .limit(MOST_BARS)
                .toList();
        List<LayerWeights[]> bars = new ArrayList<>(
                layers.values().stream().filter(largest::contains).toList());
        List<LayerWeights[]> others =
                layers.values().stream().filter(pair -> !largest.contains(pair)).toList();
        if (!others.isEmpty()) {
            String name = grouped(others.size()) + (others.size() == 1 ? " other" : " others");
            bars.add(new LayerWeights[] {sum(name, others, 0), sum(name, others, 1)});
        }
        List<Map<String, ?>> rows = new ArrayList<>();
        for (LayerWeights[] pair : bars) {
            for (int place = 0; place < 2; place++) {
                rows.add(Map.of(
                        "layer",
                        pair[place].layer(),
                        "file",
                        place == 0 ? before : after,
                        "bytes",
                        pair[place].bytes(),
                        "zeros",
                        zeros(pair[place])));
            }
        }
        String title = "Bytes of each layer before and after";
        return new Chart(
                "by-layer",
                title,
                title + ": bars for " + bars.size() + " layers of " + before + " and " + after,
                Specification.of(SPECIFICATION, Map.of(), rows),
                table(title, before, after, layers));
    }

    private static DataTable table(String title, String before, String after, Map<String, LayerWeights[]> layers) {
        return new DataTable(
                title,
                List.of(
                        Column.text("layer"),
                        Column.number(before, "bytes"),
                        Column.number(after, "bytes"),
                        Column.number("zeros before", ""),
                        Column.number("zeros after", "")),
                layers.values().stream()
                        .map(pair -> Row.of(
                                Cell.text(pair[0].layer()),
                                Cell.number(pair[0].bytes(), grouped(pair[0].bytes())),
                                Cell.number(pair[1].bytes(), grouped(pair[1].bytes())),
                                Cell.number(share(pair[0]), zeros(pair[0])),
                                Cell.number(share(pair[1]), zeros(pair[1]))))
                        .toList());
    }

    private static LayerWeights sum(String name, List<LayerWeights[]> layers, int place) {
        return layers.stream()
                .map(pair -> pair[place])
                .reduce(
                        new LayerWeights(name, 0, 0, 0),
                        (one, other) -> new LayerWeights(
                                name,
                                one.bytes() + other.bytes(),
                                one.values() + other.values(),
                                one.zeros() + other.zeros()));
    }

    private static double share(LayerWeights layer) {
        return layer.values() == 0 ? Double.NaN : (double) layer.zeros() / layer.values();
    }

    private static String zeros(LayerWeights layer) {
        return layer.values() == 0 ? "-" : percent(share(layer));
    }
}
