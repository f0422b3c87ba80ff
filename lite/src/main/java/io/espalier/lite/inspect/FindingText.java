// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings about one runtime as text: the worst, those of the same reason together, and what to change. */
final class FindingText {
    private static final int REASONS_SHOWN = 3;
    private static final int OPERATORS_SHOWN = 3;

    private final Graph graph;
    private final Map<String, List<Finding>> byReason = new LinkedHashMap<>();

    /** @param verdict only findings of this are told */
    FindingText(Graph graph, Verdict verdict, List<Finding> findings) {
        this.graph = graph;
        for (Finding finding : findings) {
            if (finding.verdict() == verdict) {
                String kind = finding.reason() + '\n' + finding.remedy();
                byReason.merge(kind, List.of(finding), FindingText::joined);
            }
        }
    }

    private static List<Finding> joined(List<Finding> some, List<Finding> more) {
        List<Finding> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    void appendTo(StringBuilder out) {
        int shown = 0;
        for (List<Finding> alike : byReason.values()) {
            if (shown == REASONS_SHOWN) {
                out.append("\n    and ").append(byReason.size() - shown).append(" more");
                return;
            }
            shown++;
            out.append("\n    ");
            append(alike, out);
        }
    }

    private void append(List<Finding> alike, StringBuilder out) {
        Finding first = alike.get(0);
        if (first.operator().isPresent()) {
            for (int index = 0; index < Math.min(alike.size(), OPERATORS_SHOWN); index++) {
                out.append(index == 0 ? "" : ", ").append(place(alike.get(index)));
            }
            if (alike.size() > OPERATORS_SHOWN) {
                out.append(" and ").append(alike.size() - OPERATORS_SHOWN).append(" more");
            }
            out.append(": ");
        }
        out.append(first.reason());
        double share = alike.stream()
                .mapToDouble(finding -> finding.timeShare().orElse(0))
                .sum();
        if (share > 0) {
            out.append(" (about ").append(Math.max(1, Math.round(share * 100))).append("% of the time)");
        }
        if (!first.remedy().isEmpty()) {
            out.append("; ").append(first.remedy());
        }
    }

    private String place(Finding finding) {
        List<Subgraph> subgraphs = graph.subgraphs();
        String operator = "Op#" + finding.operator().orElseThrow() + " "
                + finding.operatorName(graph).orElseThrow();
        return subgraphs.size() > 1 ? "Subgraph#" + finding.subgraph() + " " + operator : operator;
    }
}
