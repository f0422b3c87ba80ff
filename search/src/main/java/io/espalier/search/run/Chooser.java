// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.experiment.statistics.McNemar;
import io.espalier.search.run.SearchReport.Entry;
import io.espalier.search.space.Figure;
import io.espalier.search.trial.TrialResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses among trials, and says why. */
final class Chooser {
    private final Ranking ranking;
    private final TrialResult baseline;
    private final List<TrialResult> results;
    private final List<TrialResult> eligible;
    private final List<TrialResult> front;

    /** @param results all trials, each at its largest share */
    Chooser(Ranking ranking, TrialResult baseline, List<TrialResult> results) {
        this.ranking = ranking;
        this.baseline = baseline;
        this.results = List.copyOf(results);
        this.eligible = results.stream()
                .filter(result ->
                        result.isDone() && result.trial().share() == 1 && ranking.violation(result.figures()) == 0)
                .toList();
        this.front = ranking.front(eligible, TrialResult::figures);
    }

    /** Those that keep the constraints and that no other such beats in all objectives. */
    List<TrialResult> front() {
        return front;
    }

    /** The one that is best by the first objective; empty if none keeps the constraints. */
    Optional<TrialResult> best() {
        return front.stream().min((one, other) -> ranking.byObjectives().compare(one.figures(), other.figures()));
    }

    /**
     * All trials, the best first: those on the front, those that keep the constraints, those that do not, those that failed.
     *
     * @param tested metrics on the test part, by id
     * @param resident bytes of memory, by id
     */
    List<Entry> entries(Map<String, Map<String, Double>> tested, Map<String, Long> resident) {
        List<TrialResult> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingInt(this::group)
                .thenComparingDouble(result -> result.isDone() ? ranking.violation(result.figures()) : 0)
                .thenComparing(TrialResult::figures, ranking.byObjectives()));
        return sorted.stream().map(result -> entry(result, tested, resident)).toList();
    }

    private int group(TrialResult result) {
        if (!result.isDone()) {
            return 4;
        }
        if (best().filter(result::equals).isPresent()) {
            return 0;
        }
        return front.contains(result) ? 1 : eligible.contains(result) ? 2 : 3;
    }

    Entry entry(TrialResult result, Map<String, Map<String, Double>> tested, Map<String, Long> resident) {
        return new Entry(
                result.trial().id(),
                result.trial().settings(),
                result.trial().share(),
                result.error(),
                lacks(result),
                front.contains(result),
                result.figures(),
                tested.getOrDefault(result.trial().id(), Map.of()),
                resident.get(result.trial().id()),
                best().flatMap(best -> chance(best, result)).orElse(null),
                result.sha256(),
                result.isDone() ? "store/trials/" + result.key() + ".tflite" : "");
    }

    /** Of a trial that was ended early no latency is known. */
    private List<String> lacks(TrialResult result) {
        if (!result.isDone() || result.equals(baseline)) {
            return List.of();
        }
        return (result.trial().share() < 1 ? ranking.withoutLatency() : ranking).lacks(result.figures());
    }

    private static Optional<Double> chance(TrialResult one, TrialResult other) {
        @Nullable BitSet first = one.right();
        @Nullable BitSet second = other.right();
        return first == null || second == null || one.equals(other)
                ? Optional.empty()
                : Optional.of(McNemar.chance(first, second));
    }

    /** The choice in words, with what cannot be told apart; or the nearest, and what it lacks. */
    String verdict() {
        Optional<TrialResult> best = best();
        if (best.isEmpty()) {
            return nothing();
        }
        StringBuilder text = new StringBuilder("Trial ")
                .append(name(best.get()))
                .append(" is the best that keeps ")
                .append(ranking.constraints().size() == 1 ? "the constraint" : "all constraints")
                .append(": ")
                .append(figures(best.get()))
                .append('.');
        chance(best.get(), baseline)
                .ifPresent(chance -> text.append(
                        chance >= McNemar.LEVEL
                                ? " Its answers cannot be told apart from those of the baseline in how many are right (McNemar, "
                                        + McNemar.text(chance) + ")."
                                : " The difference to the baseline in right answers is no chance (McNemar, "
                                        + McNemar.text(chance) + ")."));
        Set<String> alike = front.stream()
                .filter(other -> !other.equals(best.get()))
                .filter(other -> chance(best.get(), other)
                        .filter(chance -> chance >= McNemar.LEVEL)
                        .isPresent())
                .map(other -> other.trial().id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!alike.isEmpty()) {
            text.append(" On the selection part it cannot be told apart in right answers from ")
                    .append(String.join(", ", alike))
                    .append(" on the front.");
        }
        return text.toString();
    }

    private String nothing() {
        Optional<TrialResult> nearest = results.stream()
                .filter(result -> result.isDone() && result.trial().share() == 1)
                .min(Comparator.comparingDouble((TrialResult result) -> ranking.violation(result.figures()))
                        .thenComparing(TrialResult::figures, ranking.byObjectives()));
        return nearest.map(result -> "No trial keeps all constraints. The nearest is " + name(result) + ": "
                        + String.join("; ", ranking.lacks(result.figures()))
                        + ". Loosen a constraint, or widen the space.")
                .orElse("No trial could be carried out; the first failed with: "
                        + results.stream()
                                .map(result -> String.valueOf(result.error()))
                                .findFirst()
                                .orElse("no trial"));
    }

    private static String name(TrialResult result) {
        String settings = result.trial().describe();
        return result.trial().id() + (settings.isEmpty() ? "" : " (" + settings + ")");
    }

    private String figures(TrialResult result) {
        return ranking.objectives().stream()
                .filter(figure -> result.figures().containsKey(figure.name()))
                .map(figure -> figure.label() + " "
                        + figure.format(result.figures().getOrDefault(figure.name(), Double.NaN)) + of(figure))
                .collect(Collectors.joining(", "));
    }

    private String of(Figure figure) {
        double before = baseline.figures().getOrDefault(figure.name(), Double.NaN);
        return Double.isNaN(before) ? "" : " (baseline " + figure.format(before) + ")";
    }
}
