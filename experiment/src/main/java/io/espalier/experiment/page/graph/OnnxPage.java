// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.Section;
import io.espalier.lite.Graph;
import io.espalier.lite.inspect.Inspection;
import io.espalier.model.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An ONNX file as a page, with its graph drawn. */
public final class OnnxPage {
    private OnnxPage() {}

    /**
     * The page of a file.
     *
     * @param name the file's name
     * @param bytes the size of the file
     */
    public static Page of(OnnxModel model, String name, long bytes) {
        Graph graph = OnnxShape.of(model);
        Inspection inspection = new Inspection(name, bytes, graph);
        String about = "An ONNX file, drawn as it is: Espalier neither runs nor converts it."
                + (model.producer().isEmpty() ? "" : " Written by " + model.producer() + ".");
        return Page.titled(name, about)
                .with(GraphDrawing.of(inspection, new OnnxWords()).section("graph", "Graph"))
                .with(new Section("sizes", "Sizes", Html.of(sizes(model, bytes), kinds(model))))
                .with(new Section("metadata", "Metadata", metadata(model)));
    }

    private static Html sizes(OnnxModel model, long whole) {
        long constants = model.graph().constantBytes();
        return new DataTable(
                        "Bytes of the file; constants in other files are not counted",
                        List.of(Column.text("What"), Column.number("Bytes", "Bytes in the file")),
                        List.of(
                                size("Model", whole),
                                size("Constants", constants),
                                size("Everything else", whole - constants)))
                .toHtml();
    }

    private static Row size(String what, long bytes) {
        return Row.of(Cell.text(what), Cell.number(bytes, count(bytes)));
    }

    private static Html kinds(OnnxModel model) {
        Map<String, Long> counts = new TreeMap<>();
        model.graph().nodes().forEach(node -> counts.merge(node.operator(), 1L, Long::sum));
        List<Row> rows = new ArrayList<>();
        counts.forEach((name, number) -> rows.add(Row.of(Cell.text(name), Cell.number(number, count(number)))));
        return new DataTable(
                        "Operators by name",
                        List.of(Column.text("Operator"), Column.number("Count", "How many there are")),
                        rows)
                .toHtml();
    }

    private static Html metadata(OnnxModel model) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(Cell.text("version of the form"), Cell.text(Long.toString(model.irVersion()))));
        model.operatorSets()
                .forEach((domain, version) ->
                        rows.add(Row.of(Cell.text("operators of " + domain), Cell.text("version " + version))));
        model.metadata().forEach((key, value) -> rows.add(Row.of(Cell.text(key), Cell.text(value))));
        return new DataTable("What the file tells of itself", List.of(Column.text("What"), Column.text("Text")), rows)
                .toHtml();
    }

    private static String count(long number) {
        return String.format(Locale.US, "%,d", number);
    }
}
