// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.measure.LatencyCheck;
import io.espalier.runtime.measure.ProfileComparison;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.List;
import java.util.Locale;

/**
 * What came of a check whether a new file is quicker than the old one.
 *
 * @param model what the new one is called
 * @param against what the old one is called
 * @param recipe that the new one was made by
 */
record LatencyReport(LatencyCheck check, String model, String against, Recipe recipe) {
    private static final int MOST_NAMED = 5;

    /** For people: the ratio, and of a slower file which operators are to blame and what to do. */
    void say(Terminal terminal) {
        terminal.done(
                "Latency",
                String.format(
                        Locale.US,
                        "%s takes %.1f \u00b5s, %s %.1f \u00b5s: %.2f times, %s (measured in turn, %d thread%s)",
                        model,
                        check.micros(),
                        against,
                        check.againstMicros(),
                        check.ratio(),
                        verdict(),
                        check.options().threads(),
                        check.options().threads() == 1 ? "" : "s"));
        if (!check.isSlower()) {
            return;
        }
        List<SlowOperators> groups = SlowOperators.of(slower());
        if (groups.isEmpty()) {
            terminal.note("no operator stands out: all take about as long as before, or are too short to tell;"
                    + " another recipe may suit this model better");
            return;
        }
        terminal.note("on this machine the new file is slower, because of");
        groups.stream().limit(MOST_NAMED).forEach(group -> {
            terminal.err().println("      " + group);
            terminal.err().println("        " + group.advice(recipe));
        });
        if (groups.size() > MOST_NAMED) {
            terminal.err().println("      and other types; benchmark --profile --against shows them all");
        }
    }

    private String verdict() {
        return check.isSlower() ? "slower" : check.isQuicker() ? "quicker" : "equal";
    }

    private List<Pair> slower() {
        return check.profile().map(ProfileComparison::slower).orElse(List.of());
    }

    /** The same for programs. */
    ObjectNode toJson() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("against", against);
        json.put("threads", check.options().threads());
        json.put("micros", check.micros());
        json.put("againstMicros", check.againstMicros());
        json.put("ratio", check.ratio());
        json.put("verdict", verdict());
        json.set("slower", ProfileJson.pairs(slower()));
        ArrayNode advice = json.putArray("advice");
        SlowOperators.of(slower()).forEach(group -> advice.add(group + "; " + group.advice(recipe)));
        return json;
    }
}
