// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.ExperimentConsole;
import io.espalier.search.space.Figure;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import java.io.IOException;
import java.util.Map;

/**
 * Measures latencies, one file after another, when no trial runs any more: beside others every file would be slower.
 *
 * @param wanted whether an objective or a constraint asks for it
 */
record Latencies(TrialBench bench, ExperimentConsole console, boolean wanted) {
    /** The result with its latency; as it is if that is not wanted, or there is no whole file. */
    TrialResult of(TrialResult result) throws IOException {
        if (!wanted || !result.isDone() || result.trial().share() < 1) {
            return result;
        }
        double micros = bench.latency(result);
        console.step("Latency", result.trial().id() + ": " + Figure.LATENCY.format(micros) + " \u00b5s");
        Map<String, Double> figures = result.figures();
        figures.put(Figure.LATENCY.name(), micros);
        return result.withFigures(figures);
    }
}
