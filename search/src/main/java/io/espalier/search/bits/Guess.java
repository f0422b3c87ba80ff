// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.experiment.evidence.ClassAnswers;
import io.espalier.search.bits.Judgement.OutputFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/** What a model gets right that knows nothing: the share of the examples of the most frequent class. */
public final class Guess {
    private Guess() {}

    /**
     * A sentence for each output of the float model that cannot be told from a guess: its accuracy, or what that may be by its interval, is no more.
     *
     * @param examples with labels
     * @param floats the figures of the float model on them
     */
    public static List<String> notes(Tasks tasks, Dataset examples, Judgement floats) {
        List<String> notes = new ArrayList<>();
        tasks.byOutput().forEach((output, task) -> {
            OutputFigures figures = Objects.requireNonNull(floats.outputs().get(output), output);
            OptionalDouble guess = of(task, tasks.labelOf(output, examples));
            boolean isGuess = guess.isPresent()
                    && figures.interval()
                            .filter(share -> share.low() <= guess.getAsDouble())
                            .isPresent();
            if (isGuess) {
                notes.add(String.format(
                        Locale.US,
                        "the float model%s has %s, which cannot be told from naming the most frequent class each time (%.4f):"
                                + " see whether data, the order of classes and --scale are those that it was trained with",
                        floats.outputs().size() == 1 ? "" : " at " + output,
                        figures.text(),
                        guess.getAsDouble()));
            }
        });
        return notes;
    }

    private static OptionalDouble of(Task task, Dataset examples) {
        return task.metric() == Metric.ACCURACY ? ClassAnswers.mostFrequent(task, examples) : OptionalDouble.empty();
    }
}
