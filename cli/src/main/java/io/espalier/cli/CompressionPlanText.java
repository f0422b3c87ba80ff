// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.experiment.run.CompressionRun.DryRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        lines.addAll(PlannedText.lines(run.plan().steps()));
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
        PlannedText.addTo(json.putArray("steps"), run.plan().steps());
        run.files().forEach(json.putArray("files")::add);
        json.put("expected", run.expected());
        json.put("effectiveRecipe", run.recipe().toYaml());
        run.plan().notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
