// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.graph.GraphLayout.Strategy;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The graph of a model, drawn: for each subgraph a picture with its operators and tensors as tables behind it. It is read without JavaScript, which
 * adds details of what is pointed at, zoom, search, and the way from box to box by keyboard.
 */
public final class GraphDrawing {
    private final Inspection inspection;
    private final OperatorWords words;
    private final RuntimeNotes notes;
    private final boolean byForm;

    private GraphDrawing(Inspection inspection, OperatorWords words, RuntimeNotes notes, boolean byForm) {
        this.inspection = inspection;
        this.words = words;
        this.notes = notes;
        this.byForm = byForm;
    }

    /** Of a model, with colours for kinds of operators. */
    public static GraphDrawing of(Inspection inspection) {
        return new GraphDrawing(
                inspection, OperatorWords.ofTflite(inspection), RuntimeNotes.of(inspection.graph()), false);
    }

    /** Of a model that no runtime of .tflite files takes. */
    static GraphDrawing of(Inspection inspection, OperatorWords words) {
        return new GraphDrawing(inspection, words, new RuntimeNotes(Map.of(), List.of()), false);
    }

    /** With colours for the types in which operators compute, which show at once what was quantized. */
    public GraphDrawing colouredByForm() {
        return new GraphDrawing(inspection, words, notes, true);
    }

    RuntimeNotes notes() {
        return notes;
    }

    /** A section of a page with this drawing. */
    public Section section(String id, String title) {
        return new Section(id, title, toHtml(), resource("graph.css"), resource("graph.js"));
    }

    /** A section of a page with two drawings beside each other, such as of a model before and after its quantization. */
    public static Section pair(String id, String title, GraphDrawing before, GraphDrawing after) {
        Html sides = Html.of(before.titled(), after.titled());
        Html body = Html.element("div", Html.attributes("class", "pair"), sides);
        return new Section(id, title, body, resource("graph.css"), resource("graph.js"));
    }

    private Html titled() {
        return Html.element("div", Html.of(Html.element("h3", inspection.name()), toHtml()));
    }

    Html toHtml() {
        List<Html> parts = new ArrayList<>();
        List<Subgraph> subgraphs = inspection.graph().subgraphs();
        for (int number = 0; number < subgraphs.size(); number++) {
            String name = subgraphs.size() == 1 ? "the model" : "Subgraph#" + number;
            if (subgraphs.size() > 1) {
                parts.add(Html.element("h3", name + " " + subgraphs.get(number).name()));
            }
            parts.add(drawing(number, name));
        }
        if (!notes.notes().isEmpty()) {
            Html table = Html.element(
                    "div", Html.attributes("class", "graph-notes"), NotesTable.of(inspection.graph(), notes));
            parts.add(folded("Notes on runtimes", table));
        }
        return Html.element("div", Html.attributes("class", "graph-model"), Html.of(parts));
    }

    private Html drawing(int number, String name) {
        Subgraph subgraph = inspection.graph().subgraphs().get(number);
        Diagram diagram = DiagramBuilder.of(words, subgraph);
        GraphLayout layout = GraphLayout.of(diagram);
        int operators = subgraph.operators().size();
        String size = String.format(
                Locale.US,
                operators == 1 ? "%,d operator, %,d tensors" : "%,d operators, %,d tensors",
                operators,
                subgraph.tensors().size());
        Html picture = Html.element(
                "div",
                Html.attributes("class", "view", "tabindex", "0", "role", "group", "aria-label", "Drawing of " + name),
                SvgText.of(diagram, layout, "Graph of " + name + " with " + size + "; the tables below tell the same"));
        Html stage = Html.element(
                "div",
                Html.attributes("class", "stage"),
                Html.of(picture, Html.element("div", Html.attributes("class", "details", "hidden", ""), Html.EMPTY)));
        DetailTables tables = new DetailTables(inspection, words, number, notes);
        return Html.element(
                "div",
                Html.attributes("class", byForm ? "graph-drawing by-form" : "graph-drawing"),
                Html.of(
                        Html.element("p", Html.attributes("class", "soft"), Html.text(size + remarks(diagram, layout))),
                        legend(subgraph),
                        stage,
                        folded("Table of operators", tables.operators("Operators of " + name)),
                        folded("Table of tensors", tables.tensors("Tensors of " + name))));
    }

    private static String remarks(Diagram diagram, GraphLayout layout) {
        StringBuilder remarks = new StringBuilder(".");
        if (layout.strategy() != Strategy.CAREFUL) {
            remarks.append(' ').append(layout.strategy().remark());
        }
        if (!diagram.far().isEmpty()) {
            remarks.append(String.format(
                    Locale.US,
                    " %,d of %,d connections are very long and written in words at both ends, behind \u21b3.",
                    diagram.far().size(),
                    diagram.far().size() + diagram.links().size()));
        }
        return remarks.toString();
    }

    /** What the colours mean, once for each way to colour; the style sheet shows one of them. */
    private Html legend(Subgraph subgraph) {
        Map<OperatorKind, Integer> kinds = new TreeMap<>();
        for (Operator operator : subgraph.operators()) {
            kinds.merge(words.kind(operator), 1, Integer::sum);
        }
        List<Html> items = new ArrayList<>();
        kinds.forEach((kind, count) -> items.add(item("k" + kind.colour(), kind.title() + " " + count)));
        FormColour.legend(subgraph).forEach((colour, title) -> items.add(item("f" + colour, title)));
        return Html.element("ul", Html.attributes("class", "legend"), Html.of(items));
    }

    private static Html item(String colour, String text) {
        return Html.element("li", Html.attributes("class", colour), Html.text(text));
    }

    private static Html folded(String summary, Html content) {
        return Html.element("details", Html.of(Html.element("summary", summary), content));
    }

    private static String resource(String name) {
        try (InputStream stream = GraphDrawing.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
