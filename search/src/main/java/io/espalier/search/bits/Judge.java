// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Kind;
import io.espalier.data.Tasks;
import io.espalier.experiment.evidence.ClassAnswers;
import io.espalier.experiment.statistics.McNemar;
import io.espalier.search.bits.Judgement.OutputFigures;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Says how good answers are, beside those of the float model on the same examples: by the metric of the task where the examples have labels, else by how
 * often both answer the same; for numbers without labels by the share of the float model's variance that is met (R2).
 *
 * @param tasks of the outputs that are judged, by their names
 * @param examples that were answered
 * @param labelled whether they have labels
 * @param floats the float model's answers, by the names of the outputs
 */
public record Judge(Tasks tasks, Dataset examples, boolean labelled, Map<String, Predictions> floats) {
    private static final double LEAST_PROBABILITY = 1e-7;
    /** Floats whose sums are taken in another order differ by less. */
    private static final double SAME_DECIBELS = 100;

    public Judge {
        floats = Map.copyOf(floats);
    }

    /** Whether an output is judged by how many answers are right, or as the float model's. */
    public static boolean counts(Task task, boolean labelled) {
        return (task.kind() == Kind.CLASSES || task.kind() == Kind.BINARY)
                && (!labelled || task.metric() == Metric.ACCURACY || task.metric() == Metric.TOP_5);
    }

    /** What budget and reports call the measure of an output. */
    public static String measure(Task task, boolean labelled) {
        return labelled
                ? task.metric().label()
                : task.kind() == Kind.REGRESSION ? "R2 against float" : "agreement with float";
    }

    /** How good answers are, by the names of the outputs. */
    public Judgement judge(Map<String, Predictions> answers) {
        Map<String, OutputFigures> figures = new LinkedHashMap<>();
        tasks.byOutput().forEach((output, task) -> {
            Predictions given = answer(answers, output);
            Predictions exact = answer(floats, output);
            figures.put(output, figures(task, output, given, exact));
        });
        return new Judgement(figures);
    }

    private static Predictions answer(Map<String, Predictions> answers, String output) {
        // the only output may have no name
        return output.isEmpty() || (answers.size() == 1 && !answers.containsKey(output))
                ? answers.values().iterator().next()
                : Objects.requireNonNull(answers.get(output), output);
    }

    private OutputFigures figures(Task task, String output, Predictions given, Predictions exact) {
        Predictions.Deviation deviation = given.deviation(exact);
        double agreement = task.agreement(given, exact).orElseGet(() -> variance(exact, deviation));
        double value = labelled ? value(task, output, given) : agreement;
        double reference = labelled ? value(task, output, exact) : 1;
        boolean counts = counts(task, labelled);
        Optional<Right> answers = counts && labelled ? right(task, output, given, exact) : Optional.empty();
        return new OutputFigures(
                measure(task, labelled),
                labelled && task.metric().isError(),
                counts,
                given.size(),
                value,
                reference,
                agreement,
                deviation.signalToNoiseDecibels(),
                task.kind() == Kind.CLASSES ? Optional.of(divergence(task, exact, given)) : Optional.empty(),
                answers.map(both -> McNemar.chance(both.own(), both.floats())),
                counts ? OptionalDouble.of(spread(answers, value, given.size(), deviation)) : OptionalDouble.empty());
    }

    /** Which answers are right. */
    private record Right(BitSet own, BitSet floats) {
        /** Of how many examples only one of the two is right. */
        int differing() {
            BitSet differing = (BitSet) own.clone();
            differing.xor(floats);
            return differing.cardinality();
        }
    }

    private Optional<Right> right(Task task, String output, Predictions given, Predictions exact) {
        Dataset labels = tasks.labelOf(output, examples);
        return ClassAnswers.right(task, labels, given)
                .flatMap(own -> ClassAnswers.right(task, labels, exact).map(other -> new Right(own, other)));
    }

    // The standard error of a difference of paired shares, whose examples are few beside all.
    private static double spread(Optional<Right> answers, double value, int examples, Predictions.Deviation deviation) {
        double differing =
                answers.map(Right::differing).map(Double::valueOf).orElse(Math.max(0, (1 - value) * examples));
        // That none of few differ does not mean that none of many would, unless the numbers are the same.
        double least = deviation.signalToNoiseDecibels() >= SAME_DECIBELS ? 0 : 1;
        return Math.sqrt(Math.max(least, differing)) / Math.max(1, examples);
    }

    private double value(Task task, String output, Predictions answers) {
        return task.scores(answers, tasks.labelOf(output, examples)).main();
    }

    /** One less the share of the squared error in the variance of what is expected. */
    private static double variance(Predictions exact, Predictions.Deviation deviation) {
        double sum = 0;
        double squares = 0;
        for (int example = 0; example < exact.size(); example++) {
            for (int output = 0; output < exact.width(); output++) {
                sum += exact.at(example, output);
                squares += (double) exact.at(example, output) * exact.at(example, output);
            }
        }
        double spread = squares - sum * sum / Math.max(1, deviation.count());
        return deviation.noise() == 0 ? 1 : 1 - deviation.noise() / Math.max(spread, Double.MIN_NORMAL);
    }

    /** The mean divergence of Kullback and Leibler of the answers from the float model's, in nats. */
    private static double divergence(Task task, Predictions exact, Predictions given) {
        double sum = 0;
        for (int example = 0; example < exact.size(); example++) {
            double[] expected = probabilities(task, exact.row(example));
            double[] answered = probabilities(task, given.row(example));
            for (int place = 0; place < expected.length; place++) {
                sum += expected[place] * Math.log(expected[place] / answered[place]);
            }
        }
        return exact.size() == 0 ? 0 : sum / exact.size();
    }

    private static double[] probabilities(Task task, float... outputs) {
        double[] shares = new double[outputs.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (float output : outputs) {
            largest = Math.max(largest, output);
        }
        double sum = 0;
        for (int place = 0; place < shares.length; place++) {
            double share = task.logits() ? Math.exp(outputs[place] - largest) : Math.max(0, outputs[place]);
            shares[place] = Math.max(LEAST_PROBABILITY, share);
            sum += shares[place];
        }
        for (int place = 0; place < shares.length; place++) {
            shares[place] /= sum;
        }
        return shares;
    }
}
