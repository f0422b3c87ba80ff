// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Graph;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What keeps runtimes from running a model well, each fact once with a number.
 *
 * @param verdicts of all runtimes
 * @param notes in the order of the runtimes
 */
record RuntimeNotes(Map<Target, Verdict> verdicts, List<Note> notes) {
    /**
     * A fact.
     *
     * @param places the operators that it concerns; empty for the whole model
     * @param timeShare of a run, 0 to 1; 0 where it is not known
     */
    record Note(Target target, Verdict verdict, String reason, String remedy, List<Place> places, double timeShare) {}

    /** An operator. */
    record Place(int subgraph, int operator) {}

    /** Asks all runtimes. */
    static RuntimeNotes of(Graph graph) {
        Map<Target, Verdict> verdicts = new LinkedHashMap<>();
        List<Note> notes = new ArrayList<>();
        for (Target target : Target.values()) {
            List<Finding> findings = target.findings(graph);
            verdicts.put(target, Verdict.of(findings));
            Map<List<Object>, List<Finding>> alike = new LinkedHashMap<>();
            for (Finding finding : findings) {
                List<Object> key = List.of(
                        finding.verdict(),
                        finding.reason(),
                        finding.remedy(),
                        finding.operator().isPresent());
                alike.computeIfAbsent(key, one -> new ArrayList<>()).add(finding);
            }
            alike.values().forEach(same -> notes.add(note(target, same)));
        }
        return new RuntimeNotes(verdicts, List.copyOf(notes));
    }

    private static Note note(Target target, List<Finding> same) {
        Finding first = same.get(0);
        List<Place> places = same.stream()
                .filter(finding -> finding.operator().isPresent())
                .map(finding -> new Place(finding.subgraph(), finding.operator().getAsInt()))
                .toList();
        double share = same.stream()
                .mapToDouble(finding -> finding.timeShare().orElse(0))
                .sum();
        return new Note(target, first.verdict(), first.reason(), first.remedy(), places, share);
    }

    /** The numbers of the notes about each operator. */
    Map<Place, List<Integer>> byPlace() {
        Map<Place, List<Integer>> numbers = new HashMap<>();
        for (int number = 0; number < notes.size(); number++) {
            for (Place place : notes.get(number).places()) {
                numbers.computeIfAbsent(place, one -> new ArrayList<>()).add(number + 1);
            }
        }
        return numbers;
    }
}
