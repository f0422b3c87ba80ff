// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files as points: what they cost to the right, how good they are upwards.
 *
 * @param id of the chart
 * @param title of the chart
 * @param axis what costs are, with their unit
 * @param column the same in a word
 * @param quality what is better upwards
 * @param more whether more of it is better
 */
public record ScatterChart(String id, String title, String axis, String column, String quality, boolean more) {
    /** Where the values that count lie in so small a part of an axis, it becomes logarithmic. */
    private static final double FLAT = 0.15;

    private static final String SPECIFICATION = """
            {"height": 300,
             "encoding": {
               "x": {"field": "cost", "type": "quantitative", "title": "$axis",
                     "scale": {"type": "$x", #x"nice": false, "padding": 16}, "axis": {"format": "~s", "tickCount": 5}},
               "y": {"field": "good", "type": "quantitative", "title": "$quality",
                     "scale": {"type": "$y", #y"padding": 12, "reverse": $reverse}, "axis": {"tickCount": 6}},
               "tooltip": [{"field": "file", "type": "nominal"}, {"field": "$column", "type": "nominal"}, {"field": "$name", "type": "nominal"}]},
             "layer": [
               {"transform": [{"filter": "datum.front"}],
                "mark": {"type": "line", "interpolate": "step-after", "color": "var(--c1)", "strokeWidth": 1.2, "opacity": 0.8, "tooltip": false}},
               {"name": "labelled", "mark": {"type": "point", "size": 50},
                "encoding": {
                  "color": {"field": "kind", "type": "nominal", "title": null,
                    "scale": {"domain": ["recommended", "on the front", "others"], "range": ["var(--c3)", "var(--c1)", "var(--c8)"]}},
                  "shape": {"field": "kind", "type": "nominal", "title": null,
                    "scale": {"domain": ["recommended", "on the front", "others"], "range": ["diamond", "circle", "triangle-up"]}}}}]}
            """;

    /** @param chosen whether it is the recommended file */
    public record Point(String file, double cost, String costText, double good, String goodText, boolean chosen) {
        /** Whether it can be drawn. */
        public boolean isFinite() {
            return Double.isFinite(cost) && Double.isFinite(good);
        }
    }

    /** @param points one or more, all finite */
    public Chart of(List<Point> points) {
        boolean flatQuality = hasAnOutlier(points.stream().map(Point::good).toList());
        // A share is better the nearer it is to 1: what is missing is what a logarithm can spread.
        boolean missing = flatQuality && more && points.stream().allMatch(point -> point.good < 1 && point.good > 0);
        boolean logQuality = missing || (flatQuality && !more && points.stream().allMatch(point -> point.good > 0));
        boolean logCost = isFlat(points.stream().map(Point::cost).toList())
                && points.stream().allMatch(point -> point.cost > 0);
        String name = quality;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("axis", axis + (logCost ? ", logarithmic" : ""));
        settings.put("quality", (missing ? "1 \u2212 " : "") + quality + (logQuality ? ", logarithmic" : ""));
        settings.put("x", logCost ? "log" : "linear");
        settings.put("y", logQuality ? "log" : "linear");
        settings.put("reverse", Boolean.toString(missing || !more));
        settings.put("column", column);
        settings.put("name", name);
        List<Map<String, ?>> rows = new ArrayList<>();
        List<Row> figures = new ArrayList<>();
        for (Point point : points) {
            boolean front = isOnFront(point, points);
            String kind = point.chosen ? "recommended" : front ? "on the front" : "others";
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("file", point.file);
            row.put("label", point.file);
            row.put("cost", point.cost);
            row.put("good", missing ? 1 - point.good : point.good);
            row.put("front", front);
            row.put("kind", kind);
            row.put("rank", point.chosen ? 0 : front ? 1 : 2);
            row.put(column, point.costText);
            row.put(name, point.goodText);
            rows.add(row);
            figures.add(Row.of(
                    Cell.text(point.file),
                    Cell.number(point.cost, point.costText),
                    Cell.number(point.good, point.goodText),
                    Cell.text(kind)));
        }
        rows.sort(Comparator.comparing(row -> (Double) row.get("cost")));
        return new Chart(
                id,
                title,
                title + ": " + points.size() + " files as points, those on the Pareto front joined by a line",
                Specification.of(specification(points, logCost, logQuality), settings, rows),
                new DataTable(
                        title,
                        List.of(
                                Column.text("file"),
                                Column.number(column, axis),
                                Column.number(quality, ""),
                                Column.text("place")),
                        figures));
    }

    private static String specification(List<Point> points, boolean logCost, boolean logQuality) {
        // Only linear axes could start at 0.
        String not = "\"zero\": false, ";
        String specification = SPECIFICATION.replace("#x", logCost ? "" : not).replace("#y", logQuality ? "" : not);
        return points.stream().anyMatch(Point::chosen)
                ? specification
                : specification
                        .replace("\"recommended\", ", "")
                        .replace("\"var(--c3)\", ", "")
                        .replace("\"diamond\", ", "");
    }

    private boolean isOnFront(Point point, List<Point> points) {
        return points.stream()
                .noneMatch(other -> other.cost <= point.cost
                        && gain(other, point) >= 0
                        && (other.cost < point.cost || gain(other, point) > 0));
    }

    private double gain(Point one, Point other) {
        return more ? one.good - other.good : other.good - one.good;
    }

    /** Whether half of the values lie at the low end of the axis. */
    private static boolean isFlat(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double low = sorted.get(0);
        double range = sorted.get(sorted.size() - 1) - low;
        return range > 0 && (sorted.get(sorted.size() / 2) - low) / range < FLAT;
    }

    /** Whether all values but one, such as that of a file that learned nothing, lie in a small part of the axis. */
    private static boolean hasAnOutlier(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        if (last < 2) {
            return false;
        }
        double range = sorted.get(last) - sorted.get(0);
        double rest = Math.min(sorted.get(last) - sorted.get(1), sorted.get(last - 1) - sorted.get(0));
        return range > 0 && rest / range < FLAT;
    }
}
