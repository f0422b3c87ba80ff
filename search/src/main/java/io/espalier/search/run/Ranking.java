// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.data.Task;
import io.espalier.search.SearchException;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Figure;
import io.espalier.search.space.RecipeSpace.Goals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is better: by objectives and constraints, and the figures of the model as it is.
 *
 * @param objectives the first decides
 * @param constraints what must be kept
 * @param baseline figures of the model as it is
 */
record Ranking(List<Figure> objectives, List<Constraint> constraints, Map<String, Double> baseline) {
    Ranking {
        objectives = List.copyOf(objectives);
        constraints = List.copyOf(constraints);
    }

    /**
     * What is looked for, or the usual where that is not said: the size after gzip and the metrics, and metrics that are not much worse.
     *
     * @param tasks of the outputs, by name
     * @throws SearchException if a figure is none of this model
     */
    static Ranking of(Goals goals, Map<String, Task> tasks, Map<String, Double> baseline) {
        List<Figure> metrics = new ArrayList<>();
        tasks.forEach((output, task) -> metrics.add(new Figure(
                (tasks.size() > 1 ? output + "/" : "") + task.metric().key())));
        Ranking ranking = new Ranking(
                goals.objectives().isEmpty()
                        ? Stream.concat(Stream.of(Figure.GZIP_BYTES), metrics.stream())
                                .toList()
                        : goals.objectives(),
                goals.constraints().isEmpty()
                        ? metrics.stream().map(Constraint::usual).toList()
                        : goals.constraints(),
                baseline);
        ranking.figures().stream()
                .filter(figure -> !figure.isLatency() && !baseline.containsKey(figure.name()))
                .findFirst()
                .ifPresent(figure -> {
                    throw SearchException.badUse("'" + figure.name() + "' is not measured of this model; there are "
                            + String.join(", ", baseline.keySet()) + ", latency");
                });
        return ranking;
    }

    /** What objectives and constraints are about. */
    List<Figure> figures() {
        return Stream.concat(objectives.stream(), constraints.stream().map(Constraint::figure))
                .distinct()
                .toList();
    }

    boolean measuresLatency() {
        return figures().stream().anyMatch(Figure::isLatency);
    }

    /** Until all trials are done, nothing is known of times. */
    Ranking withoutLatency() {
        return new Ranking(
                objectives.stream().filter(figure -> !figure.isLatency()).toList(),
                constraints.stream()
                        .filter(constraint -> !constraint.figure().isLatency())
                        .toList(),
                baseline);
    }

    /** How far figures are from keeping all constraints; 0 if they do. */
    double violation(Map<String, Double> figures) {
        return constraints.stream()
                .mapToDouble(constraint -> constraint.violation(figures, baseline))
                .sum();
    }

    /** What is lacking, in words. */
    List<String> lacks(Map<String, Double> figures) {
        return constraints.stream()
                .map(constraint -> constraint.lack(figures, baseline))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether one is at least as good as another in all objectives and better in one. */
    boolean dominates(Map<String, Double> one, Map<String, Double> other) {
        boolean better = false;
        for (Figure objective : objectives) {
            double gain = gain(objective, one, other);
            if (!(gain >= 0)) {
                return false;
            }
            better |= gain > 0;
        }
        return better;
    }

    // A figure that is missing is worse than any.
    private static double gain(Figure objective, Map<String, Double> one, Map<String, Double> other) {
        double value = one.getOrDefault(objective.name(), Double.NaN);
        double than = other.getOrDefault(objective.name(), Double.NaN);
        if (Double.isNaN(value) || Double.isNaN(than)) {
            return Double.isNaN(value) ? Double.isNaN(than) ? 0 : -1 : 1;
        }
        return objective.gain(value, than);
    }

    /** Those that no other dominates. */
    <T> List<T> front(List<T> all, Function<T, Map<String, Double>> figures) {
        return all.stream()
                .filter(one -> all.stream().noneMatch(other -> dominates(figures.apply(other), figures.apply(one))))
                .toList();
    }

    /** Better ones first: by the first objective, where that is equal by the next. */
    Comparator<Map<String, Double>> byObjectives() {
        return (one, other) -> {
            for (Figure objective : objectives) {
                double gain = gain(objective, one, other);
                if (gain != 0) {
                    return gain > 0 ? -1 : 1;
                }
            }
            return 0;
        };
    }

    /**
     * Those that go on when trainings are short yet and nobody keeps the constraints: first all that no other beats, then all that only those beat, and so
     * on; of the last such group those that are nearest to keeping the constraints.
     */
    <T> List<T> best(List<T> all, int count, Function<T, Map<String, Double>> figures) {
        List<T> chosen = new ArrayList<>();
        List<T> left = new ArrayList<>(all);
        while (chosen.size() < count && !left.isEmpty()) {
            List<T> front = front(left, figures);
            left.removeAll(front);
            front.stream()
                    .sorted(Comparator.comparingDouble((T one) -> violation(figures.apply(one)))
                            .thenComparing(figures, byObjectives()))
                    .limit(count - (long) chosen.size())
                    .forEach(chosen::add);
        }
        return all.stream().filter(chosen::contains).toList();
    }
}
