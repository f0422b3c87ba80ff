// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.Sensitivity.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of a sensitivity for people and programs. */
public final class SensitivityTable {
    private SensitivityTable() {}

    /** The titles of columns, the layer's last. */
    public static List<String> titles(Sensitivity sensitivity) {
        List<String> titles = new ArrayList<>(
                List.of("form", sensitivity.floats().first().measure(), "change", "agreement", "SNR", "KL"));
        if (sensitivity.hasHessian()) {
            titles.addAll(List.of("Hessian trace", "loss, expected"));
        }
        titles.addAll(List.of("bytes saved", "operator", "layer"));
        return titles;
    }

    /** The cells of each row, in the order of the titles. */
    public static List<List<String>> cells(Sensitivity sensitivity) {
        List<List<String>> all = new ArrayList<>();
        for (Row row : sensitivity.rows()) {
            OutputFigures figures = row.judgement().first();
            List<String> cells = new ArrayList<>(List.of(
                    row.form().key(),
                    figures.number(),
                    figures.lossText(),
                    String.format(Locale.US, "%.4f", figures.agreement()),
                    decibels(figures.signalToNoise()),
                    figures.divergence()
                            .map(value -> String.format(Locale.US, "%.2e", value))
                            .orElse("-")));
            if (sensitivity.hasHessian()) {
                cells.addAll(bend(row));
            }
            cells.addAll(List.of(
                    String.format(Locale.US, "%,d", row.bytes()),
                    row.layer().kind(),
                    row.layer().title()));
            all.add(cells);
        }
        return all;
    }

    /** The trace with its standard error, and the rise of the loss. */
    static List<String> bend(Row row) {
        return row.bend()
                .map(bend -> List.of(
                        String.format(Locale.US, "%.3g \u00b1 %.2g", bend.trace(), bend.error()),
                        String.format(Locale.US, "+%.2e", bend.rise())))
                .orElse(List.of("-", "-"));
    }

    static String decibels(double value) {
        return Double.isFinite(value) ? String.format(Locale.US, "%.1f dB", value) : value > 0 ? "exact" : "-";
    }

    /** Everything, for programs; a figure that does not exist is null. */
    public static ObjectNode json(Sensitivity sensitivity) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        OutputFigures floats = sensitivity.floats().first();
        json.put("measure", floats.measure());
        number(json, "float", floats.value());
        json.put("examples", floats.examples());
        ArrayNode rows = json.putArray("rows");
        for (Row row : sensitivity.rows()) {
            ObjectNode node = rows.addObject();
            node.put("layer", row.layer().name());
            node.put("operator", row.layer().kind());
            node.put("index", row.layer().operator());
            node.put("form", row.form().key());
            node.put("elements", row.layer().elements());
            number(node, "kurtosis", row.layer().kurtosis());
            node.put("bytesSaved", row.bytes());
            row.bend().ifPresent(bend -> {
                ObjectNode of = node.putObject("hessian");
                number(of, "trace", bend.trace());
                number(of, "traceError", bend.error());
                number(of, "expectedRiseOfLoss", bend.rise());
            });
            ArrayNode outputs = node.putArray("outputs");
            row.judgement().outputs().forEach((output, figures) -> {
                ObjectNode of = outputs.addObject();
                of.put("output", output);
                number(of, "value", figures.value());
                number(of, "loss", figures.loss());
                number(of, "agreement", figures.agreement());
                number(of, "snrDecibels", figures.signalToNoise());
                number(of, "divergence", figures.divergence().orElse(Double.NaN));
            });
        }
        return json;
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
