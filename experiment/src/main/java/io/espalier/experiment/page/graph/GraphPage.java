// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.Section;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.kernels.MultiplyAccumulates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A model as a page: what {@code inspect} prints, with its graph drawn. */
public final class GraphPage {
    private final Inspection inspection;
    private final Graph graph;

    private GraphPage(Inspection inspection) {
        this.inspection = inspection;
        this.graph = inspection.graph();
    }

    /**
     * The page of a model.
     *
     * @param about a sentence below its name; empty for none
     */
    public static Page of(Inspection inspection, String about) {
        return new GraphPage(inspection).page(about);
    }

    private Page page(String about) {
        GraphDrawing drawing = GraphDrawing.of(inspection);
        String description = about.isEmpty() ? graph.description() : about;
        Page page = Page.titled(inspection.name(), description)
                .with(drawing.section("graph", "Graph"))
                .with(new Section("sizes", "Sizes", Html.of(sizes(), operatorKinds())))
                .with(new Section("runtimes", "Would it run there?", runtimes(drawing.notes())));
        if (!graph.signatures().isEmpty()) {
            page = page.with(new Section("signatures", "Signatures", signatures()));
        }
        if (!graph.metadata().isEmpty()) {
            page = page.with(new Section("metadata", "Metadata", metadata()));
        }
        return page;
    }

    private Html sizes() {
        List<Row> rows = new ArrayList<>();
        long whole = inspection.modelBytes();
        rows.add(size("Model", whole, whole));
        rows.add(size("Constants and metadata", inspection.dataBytes(), whole));
        rows.add(size("Constants of operators", inspection.weightBytes(), whole));
        rows.add(size("Buffers of zeros alone", inspection.zeroBytes(), whole));
        rows.add(size("Everything else", inspection.nonDataBytes(), whole));
        return new DataTable(
                        "Bytes of the file; one run takes "
                                + count(inspection.multiplyAccumulates())
                                + " multiplications with addition (MACs)",
                        List.of(
                                Column.text("What"),
                                Column.number("Bytes", "Bytes in the file"),
                                Column.number("%", "Share of the file")),
                        rows)
                .toHtml();
    }

    private static Row size(String what, long bytes, long whole) {
        double share = whole == 0 ? 0 : 100.0 * bytes / whole;
        return Row.of(
                Cell.text(what),
                Cell.number(bytes, count(bytes)),
                Cell.number(share, String.format(Locale.US, "%.1f", share)));
    }

    /** How many operators of each name there are, with their constants and products. */
    private Html operatorKinds() {
        Map<String, long[]> kinds = new TreeMap<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                long[] sums = kinds.computeIfAbsent(operator.code().name(), name -> new long[3]);
                sums[0]++;
                sums[1] += inspection.weightBytes(subgraph, operator);
                sums[2] += MultiplyAccumulates.of(subgraph, operator);
            }
        }
        List<Row> rows = new ArrayList<>();
        kinds.forEach((name, sums) -> rows.add(Row.of(
                Cell.text(name),
                Cell.number(sums[0], count(sums[0])),
                Cell.number(sums[1], count(sums[1])),
                Cell.number(sums[2], count(sums[2])))));
        return new DataTable(
                        "Operators by name; a constant that several operators read counts for each",
                        List.of(
                                Column.text("Operator"),
                                Column.number("Count", "How many there are"),
                                Column.number("Constants, bytes", "Bytes of the constants that they read"),
                                Column.number("MACs", "Multiplications with addition of one run")),
                        rows)
                .toHtml();
    }

    private static String count(long number) {
        return String.format(Locale.US, "%,d", number);
    }

    private Html runtimes(RuntimeNotes notes) {
        List<Row> rows = new ArrayList<>();
        notes.verdicts().forEach((target, verdict) -> {
            List<String> why = notes.notes().stream()
                    .filter(note -> note.target() == target && note.verdict() == verdict)
                    .map(note -> note.reason() + (note.remedy().isEmpty() ? "" : "; " + note.remedy()))
                    .distinct()
                    .toList();
            Html reasons = Html.of(why.stream()
                    .map(text -> Html.element("div", Html.attributes("class", "reason"), Html.text(text)))
                    .toList());
            rows.add(Row.of(Cell.text(target.title()), Cell.text(verdict.text()), new Cell(reasons, Double.NaN)));
        });
        return new DataTable(
                        "Runtimes that Espalier knows",
                        List.of(Column.text("Runtime"), Column.text("Verdict"), Column.text("Why, and what to do")),
                        rows)
                .toHtml();
    }

    private Html signatures() {
        List<Row> rows = new ArrayList<>();
        for (Signature signature : graph.signatures()) {
            Subgraph subgraph = graph.subgraphs().get(signature.subgraph());
            signature.inputs().forEach(tensor -> rows.add(signature(signature, "input", subgraph, tensor)));
            signature.outputs().forEach(tensor -> rows.add(signature(signature, "output", subgraph, tensor)));
        }
        return new DataTable(
                        "Named ways to call the model",
                        List.of(
                                Column.text("Signature"),
                                Column.text("Subgraph"),
                                Column.text("Role"),
                                Column.text("Name"),
                                Column.text("Tensor"),
                                Column.text("Shape and type")),
                        rows)
                .toHtml();
    }

    private static Row signature(Signature signature, String role, Subgraph subgraph, NamedTensor named) {
        return Row.of(
                Cell.text(signature.key()),
                Cell.text("#" + signature.subgraph()),
                Cell.text(role),
                Cell.text(named.name()),
                Cell.text("T#" + named.tensor()),
                Cell.text(TensorText.form(subgraph.tensor(named.tensor()))));
    }

    private Html metadata() {
        ObjectNode tree = inspection.metadataToJson();
        List<Html> parts = new ArrayList<>();
        for (JsonNode entry : tree.path("metadata")) {
            parts.add(Html.element("h3", entry.path("name").asText()));
            parts.add(
                    entry.has("text")
                            ? Html.preformatted(entry.path("text").asText())
                            : Html.element("p", count(entry.path("bytes").asLong()) + " bytes"));
        }
        if (tree.get("deployment") instanceof ObjectNode deployment) {
            parts.add(Html.element("h3", "For applications"));
            parts.add(Html.preformatted(JsonTree.indented(deployment)));
        }
        if (tree.has("deploymentProblem")) {
            parts.add(Html.element("p", tree.path("deploymentProblem").asText()));
        }
        for (JsonNode file : tree.path("associatedFiles")) {
            parts.add(Html.element("h3", file.path("name").asText()));
            parts.add(
                    file.has("text")
                            ? Html.preformatted(file.path("text").asText())
                            : Html.element("p", count(file.path("bytes").asLong()) + " bytes"));
        }
        return Html.of(parts);
    }
}
