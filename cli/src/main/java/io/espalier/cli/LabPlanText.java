// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.lab.LabPlan;
import java.util.ArrayList;
import java.util.List;

/** What a lab would do. */
record LabPlanText(LabPlan plan) {
    /** For people, to be fitted to the terminal. */
    String toText() {
        List<String> lines = new ArrayList<>();
        lines.add("Would run the lab " + plan.lab() + ":");
        for (LabPlan.Part part : plan.parts()) {
            lines.add(part.name() + (part.from().isEmpty() ? "" : ", from " + part.from()));
            lines.addAll(PlannedText.lines(part.steps()));
        }
        lines.add("Would write to " + plan.folder() + ": " + String.join(", ", plan.files()));
        lines.add("Expected: " + plan.expected());
        lines.add("Nothing was written.");
        return String.join(System.lineSeparator(), lines);
    }

    /** The same for programs. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("espalier", EspalierVersion.current())
                .put("dryRun", true)
                .put("lab", plan.lab())
                .put("output", plan.folder().toString());
        ArrayNode parts = json.putArray("parts");
        for (LabPlan.Part part : plan.parts()) {
            PlannedText.addTo(
                    parts.addObject()
                            .put("name", part.name())
                            .put("from", part.from())
                            .putArray("steps"),
                    part.steps());
        }
        plan.files().forEach(json.putArray("files")::add);
        return json.put("expected", plan.expected());
    }
}
