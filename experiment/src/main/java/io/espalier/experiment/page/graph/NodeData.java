// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.experiment.page.graph.RuntimeNotes.Note;
import io.espalier.experiment.page.graph.RuntimeNotes.Place;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.kernels.OperatorForms;
import io.espalier.lite.kernels.TimeEstimate;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of each operator as node data of Google's Model Explorer, which shows them on the graph of the same {@code .tflite} file: one JSON document
 * for each figure, with results by graph and, in it, by the name of an operator's output tensor, or by the operator's number where that name
 * is empty or occurs again.
 *
 * @see <a href="https://github.com/google-ai-edge/model-explorer/wiki/2.-User-Guide">Model Explorer's user guide, custom node data</a>
 */
public final class NodeData {
    private static final String[] PALE_TO_DARK = {"#ffffff", "#f5c26b", "#b2401c"};

    private final Inspection inspection;
    private final Graph graph;
    private final RuntimeNotes notes;
    private final Map<Place, List<Integer>> notesByPlace;
    private final Map<String, ObjectNode> documents = new LinkedHashMap<>();

    private NodeData(Inspection inspection) {
        this.inspection = inspection;
        this.graph = inspection.graph();
        this.notes = RuntimeNotes.of(graph);
        this.notesByPlace = notes.byPlace();
    }

    /** The documents by the names of their files, such as {@code macs.json}. */
    public static Map<String, ObjectNode> of(Inspection inspection) {
        NodeData data = new NodeData(inspection);
        List<Subgraph> subgraphs = data.graph.subgraphs();
        for (int number = 0; number < subgraphs.size(); number++) {
            data.subgraph(number, subgraphs.get(number));
        }
        return data.documents;
    }

    private void subgraph(int number, Subgraph subgraph) {
        String graphId = graphId(number);
        OperatorForms forms = new OperatorForms(subgraph);
        Map<String, Integer> names = names(subgraph);
        double whole = subgraph.operators().stream()
                .mapToDouble(operator -> TimeEstimate.nanos(subgraph, operator, forms.of(operator)))
                .sum();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            Optional<String> key = key(subgraph, index, names);
            if (key.isEmpty()) {
                continue;
            }
            KernelForm form = forms.of(operator);
            double nanos = TimeEstimate.nanos(subgraph, operator, form);
            shaded("constant-bytes.json", graphId)
                    .withObjectProperty(key.get())
                    .put("value", inspection.weightBytes(subgraph, operator));
            shaded("macs.json", graphId)
                    .withObjectProperty(key.get())
                    .put("value", MultiplyAccumulates.of(subgraph, operator));
            shaded("estimated-time-percent.json", graphId)
                    .withObjectProperty(key.get())
                    .put("value", whole == 0 ? 0 : Math.round(nanos / whole * 10_000) / 100.0);
            plain("form.json", graphId)
                    .withObjectProperty(key.get())
                    .put("value", form.text())
                    .put("bgColor", colour(form));
            verdicts(new Place(number, index))
                    .forEach((target, verdict) -> plain("verdict-" + target.id() + ".json", graphId)
                            .withObjectProperty(key.get())
                            .put("value", verdict.text())
                            .put("bgColor", colour(verdict)));
        }
    }

    /** What each runtime that has something against an operator of the model makes of this one. */
    private Map<Target, Verdict> verdicts(Place place) {
        Map<Target, Verdict> verdicts = new LinkedHashMap<>();
        for (Note note : notes.notes()) {
            if (!note.places().isEmpty()) {
                verdicts.put(note.target(), Verdict.RUNS);
            }
        }
        for (int number : notesByPlace.getOrDefault(place, List.of())) {
            Note note = notes.notes().get(number - 1);
            verdicts.merge(note.target(), note.verdict(), (some, more) -> some.compareTo(more) >= 0 ? some : more);
        }
        return verdicts;
    }

    private ObjectNode shaded(String document, String graphId) {
        ObjectNode data = graph(document, graphId);
        if (!data.has("gradient")) {
            for (int step = 0; step < PALE_TO_DARK.length; step++) {
                data.withArrayProperty("gradient")
                        .addObject()
                        .put("stop", step / (PALE_TO_DARK.length - 1.0))
                        .put("bgColor", PALE_TO_DARK[step]);
            }
        }
        return data.withObjectProperty("results");
    }

    private ObjectNode plain(String document, String graphId) {
        return graph(document, graphId).withObjectProperty("results");
    }

    private ObjectNode graph(String document, String graphId) {
        return documents
                .computeIfAbsent(document, name -> JsonNodeFactory.instance.objectNode())
                .withObjectProperty(graphId);
    }

    /** As Model Explorer names the graph of a subgraph. */
    private String graphId(int number) {
        String name = graph.subgraphs().get(number).name();
        if (!name.isEmpty()) {
            return name;
        }
        return graph.signatures().stream()
                .filter(signature -> signature.subgraph() == number)
                .map(Signature::key)
                .findFirst()
                .filter(key -> !key.isEmpty())
                .orElse(number == 0 ? "main" : "subgraph_" + number);
    }

    private static Map<String, Integer> names(Subgraph subgraph) {
        Map<String, Integer> names = new HashMap<>();
        for (Operator operator : subgraph.operators()) {
            operator.outputs().stream()
                    .filter(tensor -> tensor != Operator.ABSENT)
                    .forEach(tensor -> names.merge(subgraph.tensor(tensor).name(), 1, Integer::sum));
        }
        return names;
    }

    /** What Model Explorer finds an operator by; empty where it would find another. */
    private static Optional<String> key(Subgraph subgraph, int index, Map<String, Integer> names) {
        Optional<String> name = subgraph.operators().get(index).outputs().stream()
                .filter(tensor -> tensor != Operator.ABSENT)
                .mapToObj(tensor -> subgraph.tensor(tensor).name())
                .filter(one -> !one.isEmpty() && names.getOrDefault(one, 0) == 1)
                .findFirst();
        String number = Integer.toString(index);
        return name.isPresent() || names.containsKey(number) ? name : Optional.of(number);
    }

    private static String colour(KernelForm form) {
        return switch (form) {
            case FLOAT -> "#c9ced3";
            case FLOAT16_STORED -> "#a5dadd";
            case INT8_STORED, INT4_STORED -> "#ecd98f";
            case HYBRID, HYBRID_INT4 -> "#abcdf2";
            case INT8, INT8_INT4 -> "#a9dcbc";
            case INT16 -> "#f0b3ca";
            case OTHER -> "#ffffff";
        };
    }

    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case RUNS -> "#ffffff";
            case SLOW -> "#ecd98f";
            case WRONG -> "#f0b3ca";
            case REFUSED -> "#e8836b";
        };
    }
}
