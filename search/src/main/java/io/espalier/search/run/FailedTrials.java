// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.search.trial.TrialResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trials that failed, by the reason: hundreds may fail for the same one, which need not be read as often. */
final class FailedTrials {
    private static final String NUMBER = "-?[0-9]+([.,][0-9]+)*(e[-+]?[0-9]+)?";

    private final Map<String, Alike> all = new LinkedHashMap<>();
    private int count;

    private record Alike(String first, int more) {}

    /** Whether this is the first that failed for its reason; reasons that differ in numbers only are the same. */
    boolean isNew(TrialResult failure) {
        count++;
        String reason = String.valueOf(failure.error()).toLowerCase(Locale.ROOT).replaceAll(NUMBER, "#");
        Alike known = all.merge(
                reason,
                new Alike(failure.trial().id(), 0),
                (before, now) -> new Alike(before.first(), before.more() + 1));
        return known.more() == 0;
    }

    /** How many failed. */
    int count() {
        return count;
    }

    /** For each reason that more than one trial failed for how many more did, since this was asked last. */
    List<String> repeated() {
        List<String> lines = all.values().stream()
                .filter(alike -> alike.more() > 0)
                .map(alike -> String.format(
                        Locale.US,
                        alike.more() == 1 ? "%,d more trial, as %s did" : "%,d more trials, as %s did",
                        alike.more(),
                        alike.first()))
                .toList();
        all.replaceAll((reason, alike) -> new Alike(alike.first(), 0));
        return lines;
    }
}
