// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.page.Chart;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.Section;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.Sensitivity.Bend;
import io.espalier.search.bits.Sensitivity.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page of HTML with the sensitivity of each layer: a chart of noise, and a table. */
public final class SensitivityPage {
    private static final double PERCENT = 100;

    /** Signal over noise beyond this is drawn as this. */
    private static final double MOST_DECIBELS = 80;

    private SensitivityPage() {}

    /**
     * The page.
     *
     * @param model what it is of
     * @param data what it was measured on
     */
    public static Page of(Sensitivity sensitivity, String model, String data) {
        OutputFigures floats = sensitivity.floats().first();
        String about = String.format(
                Locale.US,
                "Each layer of %s alone in fewer bits, or with fewer weights; all others are float. Measured in TFLite on %,d examples of %s. Float: %s.",
                model,
                floats.examples(),
                data,
                floats.text());
        DataTable table = table(sensitivity);
        Chart chart = new Chart(
                "noise",
                "Signal over noise of the outputs, by layer",
                "For each layer and form the signal-to-noise ratio of the model's outputs in decibels. Less is worse.",
                specification(sensitivity),
                table);
        return Page.titled("Sensitivity", about)
                .with(new Section("chart", "Noise by layer", chart.toHtml()))
                .with(new Section(
                        "table",
                        "All figures",
                        Html.of(
                                Html.element(
                                        "p",
                                        "Bytes saved of pruned layers are after gzip: zeros take as many bytes as other numbers."),
                                table.toHtml())));
    }

    private static DataTable table(Sensitivity sensitivity) {
        String measure = sensitivity.floats().first().measure();
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("layer"),
                Column.text("operator"),
                Column.text("form"),
                Column.number(measure, "of the first output that is judged"),
                Column.number("change", "points, or the unit of the error"),
                Column.number("SNR", "decibels; signal over noise of the outputs"),
                Column.number("KL", "nats; mean divergence from the probabilities of the float model"),
                Column.number("bytes saved", "of the file")));
        if (sensitivity.hasHessian()) {
            columns.add(Column.number("Hessian trace", "of the loss by the layer's kernels, with its standard error"));
            columns.add(Column.number("loss, expected", "by how much it rises, to the second order"));
        }
        List<DataTable.Row> rows = new ArrayList<>();
        for (Row row : sensitivity.rows()) {
            OutputFigures figures = row.judgement().first();
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.text(row.layer().title()),
                    Cell.text(row.layer().kind()),
                    Cell.text(row.form().key()),
                    Cell.number(figures.value(), figures.number()),
                    Cell.number(-PERCENT * figures.loss(), figures.lossText()),
                    Cell.number(figures.signalToNoise(), SensitivityTable.decibels(figures.signalToNoise())),
                    Cell.number(
                            figures.divergence().orElse(Double.NaN),
                            String.format(
                                    Locale.US, "%.2e", figures.divergence().orElse(0.0))),
                    Cell.number(row.bytes(), String.format(Locale.US, "%,d", row.bytes()))));
            if (sensitivity.hasHessian()) {
                List<String> texts = SensitivityTable.bend(row);
                cells.add(Cell.number(row.bend().map(Bend::trace).orElse(Double.NaN), texts.get(0)));
                cells.add(Cell.number(row.bend().map(Bend::rise).orElse(Double.NaN), texts.get(1)));
            }
            rows.add(DataTable.Row.of(cells.toArray(Cell[]::new)));
        }
        return new DataTable("Each layer alone", columns, rows);
    }

    private static String specification(Sensitivity sensitivity) {
        ObjectNode specification = JsonNodeFactory.instance.objectNode();
        ObjectNode data = specification.putObject("data");
        data.putArray("fields").add("layer").add("form").add("snr");
        ArrayNode values = data.putArray("rows");
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        for (Row row : sensitivity.rows()) {
            double decibels = row.judgement().first().signalToNoise();
            values.addArray()
                    .add(row.layer().title())
                    .add(row.form().key())
                    .add(Double.isNaN(decibels) ? 0 : Math.min(MOST_DECIBELS, Math.max(0, decibels)));
            if (order.isEmpty()
                    || !order.get(order.size() - 1).asText().equals(row.layer().title())) {
                order.add(row.layer().title());
            }
        }
        specification.putObject("mark").put("type", "point").put("filled", true).put("size", 60);
        specification.putObject("height").put("step", 22);
        ObjectNode encoding = specification.putObject("encoding");
        ObjectNode y = encoding.putObject("y").put("field", "layer").put("type", "nominal");
        y.set("sort", order);
        y.putNull("title");
        encoding.putObject("x")
                .put("field", "snr")
                .put("type", "quantitative")
                .put("title", "signal over noise of the outputs, dB");
        ObjectNode colour = encoding.putObject("color").put("field", "form").put("type", "nominal");
        ArrayNode range = colour.putObject("scale").putArray("range");
        for (int number = 1; number <= Form.values().length; number++) {
            range.add("var(--c" + number + ")");
        }
        encoding.putObject("shape").put("field", "form").put("type", "nominal");
        return JsonTree.print(specification);
    }
}
