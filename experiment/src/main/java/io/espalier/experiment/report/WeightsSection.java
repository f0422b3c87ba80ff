// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.percent;

import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.Specification;
import io.espalier.experiment.report.ReportDetails.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the values of the largest kernel are distributed in each file: pruning shows as zeros, clustering as a few lines. */
final class WeightsSection {
    private static final int MOST_FILES = 24;
    private static final double LINE = 1 / 90.0;
    private static final String SPECIFICATION = """
            {"facet": {"field": "file", "type": "nominal", "sort": null, "title": null,
                       "header": {"labelAnchor": "start", "labelLimit": 190, "labelFontWeight": "bold"}},
             "bounds": "flush", "spacing": {"row": 42, "column": 22},
             "resolve": {"scale": {"y": "independent"}},
             "spec": {
               "width": 190, "height": 64,
               "encoding": {"x": {"field": "from", "type": "quantitative", "title": null, "axis": {"tickCount": 5, "format": "~g"},
                                  "scale": {"zero": false, "nice": false}}},
               "layer": [
                 {"transform": [{"filter": "datum.count > 0"}],
                  "mark": {"type": "bar", "color": "var(--c2)"},
                  "encoding": {"x2": {"field": "to"}, "y": {"field": "count", "type": "quantitative", "axis": null}, "y2": {"datum": 0},
                               "tooltip": [{"field": "at", "type": "nominal", "title": "value"}, {"field": "count", "type": "quantitative", "format": ","}]}},
                 {"transform": [{"filter": "datum.zeros != ''"}],
                  "mark": {"type": "rule", "color": "var(--c3)", "strokeWidth": 2},
                  "encoding": {"y": {"value": 0}, "y2": {"value": 64}, "tooltip": [{"field": "zeros", "type": "nominal"}]}},
                 {"transform": [{"filter": "datum.zeros != ''"}],
                  "mark": {"type": "text", "align": "left", "dx": 5, "color": "var(--c3)", "baseline": "top"},
                  "encoding": {"y": {"value": 0}, "text": {"field": "zeros", "type": "nominal"}}}]}}
            """;

    private final Report report;

    WeightsSection(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        ReportDetails details = report.details();
        if (details == null) {
            return Optional.empty();
        }
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        details.files()
                .forEach((file, content) -> content.histograms().stream()
                        .filter(histogram -> histogram.values() > 0)
                        .findFirst()
                        .ifPresent(histogram -> histograms.put(file, histogram)));
        if (histograms.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, ?>> rows = new ArrayList<>();
        histograms.entrySet().stream()
                .limit(MOST_FILES)
                .forEach(file -> rows.addAll(rows(file.getKey(), file.getValue())));
        String title = "Values of the largest kernel";
        String left = histograms.size() > MOST_FILES
                ? " Only the first " + MOST_FILES + " files are drawn; the figures have all."
                : "";
        Chart chart = new Chart(
                "values",
                title,
                title + ": a histogram for each file, with the share of zeros",
                Specification.of(SPECIFICATION, Map.of(), rows),
                table(title, histograms));
        return Optional.of(new Section(
                "weights",
                "Weights",
                Html.of(
                        chart.toHtml(),
                        ReportPage.explanation(
                                "Pruning shows as a line of zeros, which stands beside the scale of the bars; clustering as"
                                        + " few separate values; int8 as at most 255 values for each scale. Shares of zeros are those of this"
                                        + " kernel; the table of files counts all kernels." + left))));
    }

    private static List<Map<String, ?>> rows(String file, Histogram histogram) {
        List<Map<String, ?>> rows = new ArrayList<>();
        List<Double> at = histogram.at();
        double range = at.isEmpty() ? 1 : Math.max(1e-9, at.get(at.size() - 1) - at.get(0));
        double width = histogram.width() == null ? range * LINE : histogram.width();
        for (int bin = 0; bin < at.size(); bin++) {
            double middle = at.get(bin);
            rows.add(Map.of(
                    "file",
                    file,
                    "from",
                    middle - width / 2,
                    "to",
                    middle + width / 2,
                    "at",
                    String.format(Locale.US, "%.4g", middle),
                    "count",
                    histogram.counts().get(bin),
                    "zeros",
                    ""));
        }
        if (histogram.zeros() > 0) {
            rows.add(Map.of(
                    "file",
                    file,
                    "from",
                    0.0,
                    "to",
                    0.0,
                    "at",
                    "0",
                    "count",
                    0,
                    "zeros",
                    percent((double) histogram.zeros() / histogram.values()) + " zeros"));
        }
        return rows;
    }

    private static DataTable table(String title, Map<String, Histogram> histograms) {
        return new DataTable(
                title,
                List.of(
                        Column.text("file"),
                        Column.text("kernel"),
                        Column.number("values", ""),
                        Column.number("zeros", ""),
                        Column.number("smallest", ""),
                        Column.number("largest", ""),
                        Column.text("other values than 0")),
                histograms.entrySet().stream()
                        .map(file -> row(file.getKey(), file.getValue()))
                        .toList());
    }

    private static Row row(String file, Histogram histogram) {
        List<Double> at = histogram.at();
        Double low = at.isEmpty() ? null : at.get(0);
        Double high = at.isEmpty() ? null : at.get(at.size() - 1);
        double share = (double) histogram.zeros() / histogram.values();
        return Row.of(
                Cell.text(file),
                Cell.text(histogram.kernel()),
                Cell.number(histogram.values(), grouped(histogram.values())),
                Cell.number(share, percent(share)),
                Cell.number(low, TableColumns.orDash("%.3g", low)),
                Cell.number(high, TableColumns.orDash("%.3g", high)),
                Cell.text(histogram.width() == null ? at.size() + " different" : "many"));
    }
}
