// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.search.bits.Sensitivity.Row;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sensitivity as node data of Google's Model Explorer, which shows it on the graph of the same {@code .tflite} file: a document for each form, with the
 * signal-to-noise ratio of the outputs by the name of an operator's output tensor, and where it is known one with the trace of the Hessian.
 *
 * @see <a href="https://github.com/google-ai-edge/model-explorer/wiki/2.-User-Guide">Model Explorer's user guide, custom node data</a>
 */
public final class SensitivityNodes {
    private static final List<String> BAD_TO_GOOD = List.of("#b2401c", "#f5c26b", "#ffffff");
    private static final List<String> TRACES = List.of("#ffffff", "#f5c26b", "#b2401c");
    private static final double MOST_DECIBELS = 100;

    private SensitivityNodes() {}

    /**
     * The documents by the names of their files, such as {@code snr-int8.json}.
     *
     * @param shown the graph of the file that Model Explorer shows; operators whose output it does not have under the same name are left out
     */
    public static Map<String, ObjectNode> of(Sensitivity sensitivity, Graph shown) {
        Map<String, Integer> names = names(shown.main());
        String graphId = shown.main().name().isEmpty() ? "main" : shown.main().name();
        Map<String, ObjectNode> documents = new LinkedHashMap<>();
        for (Row row : sensitivity.rows()) {
            String output = row.layer().output();
            if (names.getOrDefault(output, 0) != 1) {
                continue;
            }
            row.bend()
                    .ifPresent(bend -> document("hessian-trace.json", graphId, TRACES, documents)
                            .withObjectProperty("results")
                            .withObjectProperty(output)
                            .put("value", bend.trace()));
            double decibels = row.judgement().first().signalToNoise();
            document("snr-" + row.form().key() + ".json", graphId, BAD_TO_GOOD, documents)
                    .withObjectProperty("results")
                    .withObjectProperty(output)
                    .put(
                            "value",
                            Double.isNaN(decibels) ? 0 : Math.min(MOST_DECIBELS, Math.round(decibels * 10) / 10.0));
        }
        return documents;
    }

    private static ObjectNode document(
            String name, String graphId, List<String> colours, Map<String, ObjectNode> documents) {
        ObjectNode data = documents
                .computeIfAbsent(name, key -> JsonNodeFactory.instance.objectNode())
                .withObjectProperty(graphId);
        if (!data.has("gradient")) {
            for (int step = 0; step < colours.size(); step++) {
                data.withArrayProperty("gradient")
                        .addObject()
                        .put("stop", step / (colours.size() - 1.0))
                        .put("bgColor", colours.get(step));
            }
        }
        return data;
    }

    private static Map<String, Integer> names(Subgraph main) {
        Map<String, Integer> names = new HashMap<>();
        for (Operator operator : main.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> names.merge(main.tensor(output).name(), 1, Integer::sum));
        }
        return names;
    }
}
