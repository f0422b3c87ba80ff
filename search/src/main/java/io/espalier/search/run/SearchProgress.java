// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.search.space.Figure;
import io.espalier.search.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells how far a search is: trials done, the best so far, the time that is left. */
final class SearchProgress {
    private final ExperimentConsole console;
    private final Ranking ranking;
    private final List<Figure> shown;
    private final List<TrialResult> done = new ArrayList<>();
    private final FailedTrials failed = new FailedTrials();
    private int trials;
    private long steps;
    private long doneSteps;
    private int doneNow;
    private long start = System.nanoTime();

    SearchProgress(ExperimentConsole console, Ranking ranking, List<Figure> shown) {
        this.console = console;
        this.ranking = ranking;
        this.shown = List.copyOf(shown);
    }

    /**
     * More trials begin.
     *
     * @param number of trials
     * @param share of their last training that is done
     * @param left training steps that they take
     */
    void begin(int number, double share, long left) {
        if (share < 1 || trials > 0) {
            console.step(
                    "Round",
                    String.format(
                            Locale.US,
                            number == 1
                                    ? "%,d trial, to %.0f%% of its last training"
                                    : "%,d trials, to %.0f%% of their last training",
                            number,
                            100 * share));
        }
        trials = number;
        steps = left;
        doneSteps = 0;
        doneNow = 0;
        start = System.nanoTime();
    }

    /** Recipes that cannot be carried out, since their choices contradict each other. */
    void leaveOut(List<TrialResult> refused) {
        if (!refused.isEmpty()) {
            TrialResult first = refused.get(0);
            console.step(
                    "Left out",
                    String.format(
                            Locale.US,
                            "%,d %s whose choices contradict each other, such as %s (%s): %s",
                            refused.size(),
                            refused.size() == 1 ? "recipe" : "recipes",
                            first.trial().id(),
                            first.trial().describe(),
                            first.error()));
        }
    }

    void tell(TrialResult result) {
        doneNow++;
        doneSteps += result.trainedSteps();
        done.add(result);
        if (result.isDone() || failed.isNew(result)) {
            String what = result.isDone() ? figures(result.figures()) : "failed: " + result.error();
            tell(result, what);
        }
        if (doneNow == trials) {
            failed.repeated().forEach(line -> console.step("Failed", line));
        }
    }

    private void tell(TrialResult result, String what) {
        console.step(
                "Trial",
                String.format(
                        Locale.US,
                        "%d/%d, %s%s: %s%s%s%s",
                        doneNow,
                        trials,
                        result.trial().id(),
                        inBrackets(result.trial().describe()),
                        what,
                        best(),
                        failed.count() < 2 ? "" : "; " + failed.count() + " failed",
                        left()));
    }

    private static String inBrackets(String settings) {
        return settings.isEmpty() ? "" : " (" + settings + ")";
    }

    private String figures(Map<String, Double> figures) {
        return shown.stream()
                .filter(figure -> figures.containsKey(figure.name()))
                .map(figure -> figure.label() + " " + figure.format(figures.getOrDefault(figure.name(), Double.NaN)))
                .collect(Collectors.joining(", "));
    }

    private String best() {
        Optional<TrialResult> best = done.stream()
                .filter(TrialResult::isDone)
                .filter(result -> result.trial().share() == 1 && ranking.violation(result.figures()) == 0)
                .min((one, other) -> ranking.byObjectives().compare(one.figures(), other.figures()));
        return best.map(result -> "; best so far " + result.trial().id()).orElse("");
    }

    private String left() {
        int missing = trials - doneNow;
        if (missing == 0) {
            return "";
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double each = doneSteps > 0 && steps > doneSteps
                ? seconds * (steps - doneSteps) / doneSteps
                : seconds * missing / doneNow;
        return "; about " + ExpectedTime.rounded(each) + " left";
    }
}
