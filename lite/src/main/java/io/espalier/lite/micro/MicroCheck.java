// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What keeps TFLite Micro from running a graph: by the operator table, and by what its interpreter checks. */
final class MicroCheck {
    private static final int SOFTMAX_ZERO_POINT = -128;
    private static final int OPERATORS_SHOWN = 3;

    private final Graph graph;

    /** The operators by what is wrong with them and what to do. */
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    private MicroCheck(Graph graph) {
        this.graph = graph;
    }

    /**
     * Refuses a graph that would not run.
     *
     * @param name what messages call the model
     * @throws MicroException if it would not; names each operator, the reason and the remedy
     */
    static void require(String name, Graph graph) {
        MicroCheck check = new MicroCheck(graph);
        check.findings();
        check.model();
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            check.operators(number, graph.subgraphs().get(number));
        }
        if (!check.problems.isEmpty()) {
            throw new MicroException(name + ": TFLite Micro cannot run it. " + check.text());
        }
    }

    /** What runs, but not well: for notes. */
    static List<String> notes(Graph graph) {
        MicroCheck check = new MicroCheck(graph);
        for (Finding finding : Target.TFLITE_MICRO.findings(graph)) {
            if (finding.verdict() != Verdict.REFUSED) {
                check.add(check.place(finding), finding.reason(), finding.remedy());
            }
        }
        return check.problems.isEmpty() ? List.of() : List.of(check.text());
    }

    private void findings() {
        for (Finding finding : Target.TFLITE_MICRO.findings(graph)) {
            if (finding.verdict() == Verdict.REFUSED) {
                add(place(finding), finding.reason(), finding.remedy());
            }
        }
    }

    private void model() {
        if (!graph.externalBuffers().isEmpty()) {
            add("", "its constants are in other files", "write them into the model");
        }
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Tensor tensor : subgraph.tensors()) {
                if (tensor.dynamicShape().contains(-1)) {
                    add(
                            "",
                            "tensor '" + tensor.name() + "' has the open shape " + tensor.dynamicShape(),
                            "give the model its size (--batch, or convert it with --input-shape)");
                    return;
                }
            }
        }
    }

    private void operators(int number, Subgraph subgraph) {
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            String place = place(number, index, operator);
            if (ResolverTable.method(operator.code()).isEmpty()) {
                add(place, "its resolver has no such kernel", "replace the operator, or write its kernel");
            }
            if (operator.is(BuiltinOperator.SOFTMAX) && hasOtherZeroPoint(subgraph, operator)) {
                add(place, "the zero point of its output is not " + SOFTMAX_ZERO_POINT, "quantize it again");
            }
            operator.intermediates().stream()
                    .filter(tensor -> tensor != Operator.ABSENT)
                    .mapToObj(subgraph::tensor)
                    .filter(tensor -> tensor.type().bytes(tensor.elements()) > 0)
                    .limit(1)
                    .forEach(tensor -> add(
                            place,
                            "its intermediate tensor '" + tensor.name() + "' has elements",
                            "convert it with --recurrent loop or without fused layers"));
        }
    }

    private static boolean hasOtherZeroPoint(Subgraph subgraph, Operator operator) {
        Tensor output = subgraph.tensor(operator.outputs().get(0));
        return output.type() == TensorType.INT8
                && output.quantization().zeroPoints().stream().anyMatch(zero -> zero != SOFTMAX_ZERO_POINT);
    }

    private void add(String place, String what, String remedy) {
        // One tensor more is no other reason.
        String reason = what.replaceFirst("^T#\\d+ ", "an operand ");
        problems.computeIfAbsent(reason + (remedy.isEmpty() ? "" : "; " + remedy), first -> new ArrayList<>())
                .add(place);
    }

    private String place(Finding finding) {
        if (finding.operator().isEmpty()) {
            return "";
        }
        int index = finding.operator().getAsInt();
        Subgraph subgraph = graph.subgraphs().get(finding.subgraph());
        return place(finding.subgraph(), index, subgraph.operators().get(index));
    }

    private String place(int number, int index, Operator operator) {
        String subgraph = graph.subgraphs().size() > 1 ? "Subgraph#" + number + " " : "";
        return subgraph + "Op#" + index + " " + operator.code().name();
    }

    private String text() {
        List<String> all = new ArrayList<>();
        problems.forEach((problem, places) -> {
            List<String> named =
                    places.stream().filter(place -> !place.isEmpty()).toList();
            String where = String.join(", ", named.subList(0, Math.min(OPERATORS_SHOWN, named.size())));
            int more = named.size() - OPERATORS_SHOWN;
            all.add((where.isEmpty() ? "" : where + (more > 0 ? " and " + more + " more" : "") + ": ") + problem);
        });
        return String.join(". ", all);
    }
}
