// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.experiment.recipe.RecipeRun.Planned;
import io.espalier.experiment.run.CompressionRun.DryRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code compress} would do.
 *
 * @param folder that files would be written to
 */
record CompressionPlanText(Path model, Path folder, DryRun run) {
    /** For people, to be fitted to the terminal. */
    String toText() {
        List<String> lines = new ArrayList<>();
        lines.add("Would compress " + model + " by the recipe " + run.recipe().name() + ":");
        for (Planned step : run.plan().steps()) {
            lines.add(String.format(Locale.US, "%3d. %s", step.place(), step.settings()));
            if (!step.layers().isEmpty()) {
                lines.add("     layers: " + String.join(", ", step.layers()));
            }
            if (step.trainingSteps() > 0) {
                lines.add(String.format(Locale.US, "     trains %,d steps", step.trainingSteps()));
            }
            if (!step.files().isEmpty()) {
                lines.add("     writes: " + String.join(", ", step.files()));
            }
        }
        lines.add("Would write to " + folder + ": " + String.join(", ", run.files()));
        lines.add("Expected: " + run.expected());
        lines.add("Nothing was written.");
        return String.join(System.lineSeparator(), lines);
    }

    /** The same for programs. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("espalier", EspalierVersion.current())
                .put("dryRun", true)
                .put("model", model.toString())
                .put("output", folder.toString())
                .put("recipe", run.recipe().name());
        ArrayNode steps = json.putArray("steps");
        for (Planned step : run.plan().steps()) {
            ObjectNode entry = steps.addObject().put("step", step.step()).put("settings", step.settings());
            step.layers().forEach(entry.putArray("layers")::add);
            entry.put("trainingSteps", step.trainingSteps());
            step.files().forEach(entry.putArray("files")::add);
        }
        run.files().forEach(json.putArray("files")::add);
        json.put("expected", run.expected());
        json.put("effectiveRecipe", run.recipe().toYaml());
        run.plan().notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
