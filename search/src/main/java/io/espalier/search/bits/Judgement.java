// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Guess;
import io.espalier.experiment.statistics.McNemar;
import io.espalier.experiment.statistics.Wilson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How good a form of a model is, beside the float model on the same examples.
 *
 * @param outputs the figures of each output that is judged, by its name
 */
public record Judgement(Map<String, OutputFigures> outputs) {
    private static final double PERCENT = 100;

    public Judgement {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /**
     * A sentence for each output whose accuracy, as this judges it, is that of a guess.
     *
     * @param model what the sentences call it
     * @param tasks of the outputs
     * @param examples that were answered, with labels
     */
    public List<String> guesses(String model, Tasks tasks, Dataset examples) {
        return outputs.entrySet().stream()
                .flatMap(output -> Stream.ofNullable(tasks.byOutput().get(output.getKey()))
                        .flatMap(task -> Guess.of(task, tasks.labelOf(output.getKey(), examples)).stream())
                        .flatMap(guess -> guess
                                .note(
                                        outputs.size() == 1 ? model : model + " at " + output.getKey(),
                                        output.getValue().value(),
                                        output.getValue().examples())
                                .stream()))
                .toList();
    }

    /**
     * The figures of one output.
     *
     * @param measure what {@code value} is, such as accuracy
     * @param isError whether smaller is better, in the unit of the labels
     * @param isShare whether it is a share of examples, so that an interval can be given
     * @param examples how many were answered
     * @param value of this form
     * @param reference that of the float model
     * @param agreement how often it answers as the float model does; of numbers the share of the variance that is met
     * @param signalToNoise of the outputs, in decibels; infinite where they are equal
     * @param divergence from the float model's probabilities, in nats; empty where the output is no choice of classes
     * @param chance how likely the difference to the float model in right answers is by chance ({@link McNemar}); empty where answers are not right or wrong
     * @param spread the standard error of the loss, as the examples are a sample; empty where {@code value} is no share of examples
     */
    public record OutputFigures(
            String measure,
            boolean isError,
            boolean isShare,
            int examples,
            double value,
            double reference,
            double agreement,
            double signalToNoise,
            Optional<Double> divergence,
            Optional<Double> chance,
            OptionalDouble spread) {
        /** How much worse than the float model; below 0 where it is better, infinite where it is no number. */
        public double loss() {
            double loss = isError ? value - reference : reference - value;
            return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
        }

        /** Where the share lies in 95 of 100 cases; empty where the value is no share of examples. */
        public Optional<Wilson> interval() {
            return isShare && examples > 0 ? Optional.of(Wilson.of(value, examples)) : Optional.empty();
        }

        /** What can be said of the difference to the float model; empty if nothing can. */
        public Optional<String> difference() {
            return chance.map(likely -> likely >= McNemar.LEVEL
                    ? String.format(
                            Locale.US,
                            "with %,d %s the two cannot be told apart (McNemar, p = %.2f)",
                            examples,
                            examples == 1 ? "example" : "examples",
                            likely)
                    : String.format(Locale.US, "a difference that is no chance (McNemar, p = %.3f)", likely));
        }

        /** The float model's value as tables show it. */
        public String referenceNumber() {
            return String.format(Locale.US, isError ? "%.4g" : "%.4f", reference);
        }

        /** Such as {@code accuracy 0.9275}. */
        public String text() {
            return measure + " " + number();
        }

        /** The value as tables show it. */
        public String number() {
            return String.format(Locale.US, isError ? "%.4g" : "%.4f", value);
        }

        /** The loss with its standard error, where that is known. */
        public String lossWithError() {
            return lossText()
                    + spread.stream()
                            .mapToObj(error -> String.format(Locale.US, " \u00b1 %.2f", PERCENT * error))
                            .collect(Collectors.joining());
        }

        /** The loss with its unit. */
        public String lossText() {
            return isError
                    ? String.format(Locale.US, "%+.4g", loss())
                    : String.format(Locale.US, "%+.2f pt", Math.round(-PERCENT * PERCENT * loss()) / PERCENT);
        }
    }

    /** The first output, whose figures tables show. */
    public OutputFigures first() {
        return outputs.values().iterator().next();
    }

    /** Noise over signal, summed over the outputs: finer than a share of some hundred examples. */
    public double noise() {
        return outputs.values().stream()
                .mapToDouble(figures -> Double.isNaN(figures.signalToNoise())
                        ? Double.POSITIVE_INFINITY
                        : Math.pow(10, -figures.signalToNoise() / 10))
                .sum();
    }

    /** The figures of all outputs in one line. */
    public String text() {
        return outputs.size() == 1
                ? first().text()
                : outputs.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue().text())
                        .collect(Collectors.joining(", "));
    }
}
