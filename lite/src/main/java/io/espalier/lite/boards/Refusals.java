// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a runtime does not run a model, in lines: each reason once, with the operators that it is about. */
final class Refusals {
    private static final int OPERATORS_SHOWN = 3;

    private Refusals() {}

    /** The reasons why it refuses the model or would compute wrong numbers; empty if it does neither. */
    static List<String> of(Target runtime, Graph graph) {
        return lines(graph, runtime.findings(graph), Verdict.WRONG);
    }

    /** The reasons why it would be slow. */
    static List<String> slow(Target runtime, Graph graph) {
        return lines(
                graph,
                runtime.findings(graph).stream()
                        .filter(finding -> finding.verdict() == Verdict.SLOW)
                        .toList(),
                Verdict.SLOW);
    }

    private static List<String> lines(Graph graph, List<Finding> findings, Verdict least) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> operators = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.verdict().compareTo(least) >= 0) {
                String line = finding.reason() + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy());
                int count = counts.merge(line, 1, Integer::sum);
                if (finding.operator().isPresent() && count <= OPERATORS_SHOWN) {
                    String name = "Op#" + finding.operator().getAsInt() + " "
                            + finding.operatorName(graph).orElse("");
                    operators.merge(line, name, (some, more) -> some + ", " + more);
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> where(operators.getOrDefault(entry.getKey(), ""), entry.getValue()) + entry.getKey())
                .toList();
    }

    private static String where(String operators, int count) {
        if (operators.isEmpty()) {
            return "";
        }
        return operators + (count > OPERATORS_SHOWN ? " and " + (count - OPERATORS_SHOWN) + " more: " : ": ");
    }
}
