// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.graph.RuntimeNotes.Note;
import io.espalier.experiment.page.graph.RuntimeNotes.Place;
import io.espalier.lite.Graph;
import java.util.List;
import java.util.stream.Collectors;

/** What keeps runtimes from running a model well, as a table. */
final class NotesTable {
    private static final int PLACES_SHOWN = 4;

    private NotesTable() {}

    static Html of(Graph graph, RuntimeNotes notes) {
        Rows rows = new Rows(
                "What keeps runtimes from running it well",
                List.of("#Note", "Runtime", "Verdict", "Operators", "Why", "What to do", "#Time, % (estimate)"));
        for (int number = 0; number < notes.notes().size(); number++) {
            Note note = notes.notes().get(number);
            rows.row()
                    .text(Integer.toString(number + 1))
                    .text(note.target().title())
                    .text(note.verdict().text())
                    .text(places(graph, note.places()))
                    .text(note.reason())
                    .text(note.remedy())
                    .count(Math.round(note.timeShare() * 100));
        }
        return rows.toHtml();
    }

    private static String places(Graph graph, List<Place> places) {
        if (places.isEmpty()) {
            return "the whole model";
        }
        String some = places.stream()
                .limit(PLACES_SHOWN)
                .map(place -> place(graph, place))
                .collect(Collectors.joining(", "));
        int more = places.size() - PLACES_SHOWN;
        return more > 0 ? some + " and " + more + " more" : some;
    }

    private static String place(Graph graph, Place place) {
        String name = "Op#" + place.operator() + " "
                + graph.subgraphs()
                        .get(place.subgraph())
                        .operators()
                        .get(place.operator())
                        .code()
                        .name();
        return graph.subgraphs().size() > 1 ? "Subgraph#" + place.subgraph() + " " + name : name;
    }
}
