// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model gets right that knows nothing and always names the most frequent class.
 *
 * @param accuracy the share of the examples that have this class
 */
public record Guess(double accuracy) {
    /** @return empty where a model is not judged by its accuracy in naming a class, or there are no examples with labels */
    public static Optional<Guess> of(Task task, Dataset examples) {
        return task.metric() == Metric.ACCURACY
                ? ClassLabels.of(task, examples)
                        .filter(labels -> labels.length > 0)
                        .map(labels -> new Guess((double) mostFrequent(labels) / labels.length))
                : Optional.empty();
    }

    private static int mostFrequent(int[] labels) {
        int[] sorted = labels.clone();
        Arrays.sort(sorted);
        int most = 0;
        int run = 0;
        for (int example = 0; example < sorted.length; example++) {
            run = example > 0 && sorted[example] == sorted[example - 1] ? run + 1 : 1;
            most = Math.max(most, run);
        }
        return most;
    }

    /**
     * What to know of a model whose accuracy cannot be told from a guess, as this lies in its interval or above. Nothing where not even a model that is
     * always right could be told from one: all examples are of one class, or too few.
     *
     * @param model what the sentence calls it
     * @param measured its accuracy
     * @param examples how many that was measured on
     */
    public Optional<String> note(String model, double measured, int examples) {
        if (examples == 0
                || Wilson.of(1, examples).low() <= accuracy
                || !(Wilson.of(measured, examples).low() <= accuracy)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.US,
                "%s has accuracy %s, which is at the level of guessing: the most frequent class each time has %s. The usual causes: --scale or"
                        + " the order of classes is not that of its training, or it was hardly trained",
                model,
                Metric.ACCURACY.format(measured),
                Metric.ACCURACY.format(accuracy)));
    }
}
