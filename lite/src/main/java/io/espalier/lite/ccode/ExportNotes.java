// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What users should know of an export: where a quantized model computes in float, and what of a file does not become C. */
final class ExportNotes {
    private final Graph graph;
    private final Set<Integer> reached = new TreeSet<>();

    private ExportNotes(Graph graph) {
        this.graph = graph;
    }

    static List<String> of(Graph graph) {
        ExportNotes notes = new ExportNotes(graph);
        notes.reach(0);
        List<String> found = new ArrayList<>();
        notes.addFloats(found);
        notes.addRest(found);
        return found;
    }

    private void reach(int index) {
        if (!reached.add(index)) {
            return;
        }
        for (Operator operator : graph.subgraphs().get(index).operators()) {
            switch (operator.code().builtin()) {
                case WHILE -> {
                    reach(operator.options().integer("cond_subgraph_index"));
                    reach(operator.options().integer("body_subgraph_index"));
                }
                case IF -> {
                    reach(operator.options().integer("then_subgraph_index"));
                    reach(operator.options().integer("else_subgraph_index"));
                }
                case CALL_ONCE -> reach(operator.options().integer("init_subgraph_index"));
                default -> {}
            }
        }
    }

    private void addFloats(List<String> found) {
        Set<String> floats = new TreeSet<>();
        boolean isQuantized = false;
        for (int index : reached) {
            Subgraph subgraph = graph.subgraphs().get(index);
            for (Operator operator : subgraph.operators()) {
                List<Tensor> outputs =
                        operator.outputs().stream().mapToObj(subgraph::tensor).toList();
                isQuantized |= outputs.stream().anyMatch(ExportNotes::isQuantized);
                if (outputs.stream().anyMatch(output -> output.type() == TensorType.FLOAT32)) {
                    floats.add(operator.code().name());
                }
            }
        }
        if (isQuantized && !floats.isEmpty()) {
            found.add("it computes in float as well, in " + String.join(", ", floats)
                    + "; int8 --strict with --input-type int8 --output-type int8 has integers only");
        }
    }

    private static boolean isQuantized(Tensor tensor) {
        return (tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT16)
                && !tensor.quantization().scales().isEmpty();
    }

    private void addRest(List<String> found) {
        for (Signature signature : graph.signatures()) {
            if (!reached.contains(signature.subgraph())) {
                found.add("signature '" + signature.key() + "' is left out: C has the main subgraph and what it runs");
            }
        }
        for (int index = 0; index < graph.subgraphs().size(); index++) {
            int number = index;
            boolean isSignature = graph.signatures().stream().anyMatch(signature -> signature.subgraph() == number);
            if (!reached.contains(index) && !isSignature) {
                found.add("subgraph " + index + " '"
                        + graph.subgraphs().get(index).name() + "' is left out: the main subgraph does not run it");
            }
        }
    }
}
