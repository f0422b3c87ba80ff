// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.experiment.report.ReportDetails.RuntimeVerdict;
import io.espalier.lite.Graph;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each runtime that Espalier knows does with a file. */
final class RuntimeEvidence {
    private static final int MOST_REASONS = 4;

    private RuntimeEvidence() {}

    static List<RuntimeVerdict> of(Graph graph) {
        return Arrays.stream(Target.values())
                .map(target -> verdict(target, graph))
                .toList();
    }

    private static RuntimeVerdict verdict(Target target, Graph graph) {
        List<Finding> findings = target.findings(graph);
        Verdict worst = Verdict.of(findings);
        Map<String, Integer> reasons = new LinkedHashMap<>();
        findings.stream()
                .filter(finding -> finding.verdict() == worst)
                .forEach(finding -> reasons.merge(words(finding, graph), 1, Integer::sum));
        return new RuntimeVerdict(
                target.title(),
                worst.text(),
                reasons.entrySet().stream()
                        .limit(MOST_REASONS)
                        .map(reason ->
                                reason.getKey() + (reason.getValue() > 1 ? " (" + reason.getValue() + " times)" : ""))
                        .toList());
    }

    private static String words(Finding finding, Graph graph) {
        return finding.operatorName(graph).map(name -> name + ": ").orElse("")
                + finding.reason()
                + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy());
    }
}
