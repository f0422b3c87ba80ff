// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.ExperimentConsole;
import io.espalier.search.space.Figure;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Measures latencies, one file after another, when no trial runs any more: beside others every file would be slower.
 *
 * @param wanted whether an objective or a constraint asks for it
 */
record Latencies(TrialBench bench, ExperimentConsole console, boolean wanted) {
    /** Says that it takes a while. */
    void announce(List<TrialResult> results) {
        if (wanted) {
            long files = 1 + results.stream().filter(Latencies::hasFile).count();
            console.step("Latency", files + " files, one after another");
        }
    }

    private static boolean hasFile(TrialResult result) {
        return result.isDone() && result.trial().share() == 1;
    }

    /** The result with its latency; as it is if that is not wanted, or there is no whole file. */
    TrialResult of(TrialResult result) throws IOException {
        if (!wanted || !hasFile(result)) {
            return result;
        }
        double micros = bench.latency(result);
        Map<String, Double> figures = result.figures();
        figures.put(Figure.LATENCY.name(), micros);
        return result.withFigures(figures);
    }
}
