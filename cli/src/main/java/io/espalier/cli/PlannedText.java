// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.experiment.recipe.RecipeRun.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Steps that would be done. */
final class PlannedText {
    private PlannedText() {}

    /** For people, to be fitted to the terminal. */
    static List<String> lines(List<Planned> steps) {
        List<String> lines = new ArrayList<>();
        for (Planned step : steps) {
            lines.add(String.format(Locale.US, "%3d. %s", step.place(), step.settings()));
            if (!step.layers().isEmpty()) {
                lines.add("     layers: " + String.join(", ", step.layers()));
            }
            if (step.trainingSteps() > 0) {
                lines.add(String.format(
                        Locale.US,
                        "     trains %,d %s",
                        step.trainingSteps(),
                        step.trainingSteps() == 1 ? "step" : "steps"));
            }
            if (!step.files().isEmpty()) {
                lines.add("     writes: " + String.join(", ", step.files()));
            }
        }
        return lines;
    }

    /** The same for programs. */
    static void addTo(ArrayNode steps, List<Planned> planned) {
        for (Planned step : planned) {
            ObjectNode entry = steps.addObject().put("step", step.step()).put("settings", step.settings());
            step.layers().forEach(entry.putArray("layers")::add);
            entry.put("trainingSteps", step.trainingSteps());
            step.files().forEach(entry.putArray("files")::add);
        }
    }
}
