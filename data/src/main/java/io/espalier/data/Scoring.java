// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.data.Task.Kind;
import io.espalier.data.Task.Scores;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** Computes the metrics of one task from outputs and labels. */
final class Scoring {
    private final Task task;
    private final Predictions outputs;
    private final Predictions labels;

    private Scoring(Task task, Predictions outputs, Predictions labels) {
        this.task = task;
        this.outputs = outputs;
        this.labels = labels;
    }

    /** @throws IllegalArgumentException if there is another number of predictions than of examples, or of outputs than the task has */
    static Scores of(Task task, Predictions predictions, Dataset examples) {
        if (examples.size() != predictions.size()) {
            throw new IllegalArgumentException(predictions.size() + " predictions do not match the " + examples.size()
                    + " examples of " + examples.name());
        }
        requireOutputs(task, predictions);
        Scoring scoring = new Scoring(task, predictions, Labels.of(task.labelled(examples)));
        Set<Metric> wanted = EnumSet.copyOf(task.kind().usualMetrics());
        wanted.add(task.metric());
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : wanted) {
            double value = scoring.value(metric);
            if (!Double.isNaN(value)) {
                values.put(metric, value);
            }
        }
        return new Scores(task, predictions.size(), values);
    }

    static OptionalDouble agreement(Task task, Predictions first, Predictions second) {
        if (first.size() != second.size() || first.width() != second.width()) {
            throw new IllegalArgumentException("predictions of shape (" + first.size() + ", " + first.width()
                    + ") cannot be compared with those of shape (" + second.size() + ", " + second.width() + ")");
        }
        requireOutputs(task, first);
        if (task.kind() == Kind.REGRESSION) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new Scoring(task, first, second)
                .share((example, column) ->
                        answer(task, first, example, column) == answer(task, second, example, column)));
    }

    private static void requireOutputs(Task task, Predictions predictions) {
        if (predictions.width() != task.outputs() && predictions.size() > 0) {
            throw new IllegalArgumentException(
                    "a task of " + task.outputs() + " outputs cannot judge predictions of " + predictions.width());
        }
    }

    /** What a row answers: a class, or 1 for yes and 0 for no in a column; -1 if the output is NaN. */
    private static int answer(Task task, Predictions outputs, int example, int column) {
        if (task.kind() == Kind.CLASSES) {
            return outputs.predictedClass(example);
        }
        float output = outputs.at(example, column);
        return Float.isNaN(output) ? -1 : output > task.threshold() ? 1 : 0;
    }

    private int label(int example, int column) {
        return task.kind() == Kind.CLASSES && labels.width() > 1
                ? labels.predictedClass(example)
                : (int) labels.at(example, column);
    }

    private double value(Metric metric) {
        return switch (metric) {
            case ACCURACY ->
                share((example, column) -> answer(task, outputs, example, column) == label(example, column));
            case TOP_5 -> share((example, column) -> rank(example, label(example, 0)) < 5);
            case AUC -> mean(part -> auc(part));
            case F1 -> mean(part -> f1(part));
            case MAE -> outputs.deviation(labels).meanAbsoluteError();
            case RMSE -> Math.sqrt(outputs.deviation(labels).meanSquaredError());
            case R2 -> mean(column -> r2(column));
        };
    }

    private interface Answer {
        boolean isRight(int example, int column);
    }

    private interface Part {
        double value(int number);
    }

    /** The share of answers that are right: one answer per example, or one per column of it. */
    private double share(Answer answers) {
        int columns = task.kind() == Kind.CLASSES ? 1 : task.outputs();
        long right = 0;
        for (int example = 0; example < outputs.size(); example++) {
            for (int column = 0; column < columns; column++) {
                right += answers.isRight(example, column) ? 1 : 0;
            }
        }
        return (double) right / ((long) outputs.size() * columns);
    }

    /** The mean over the classes or columns for which there is a value; yes or no has that of yes alone. */
    private double mean(Part part) {
        return IntStream.range(0, task.outputs())
                .mapToDouble(part::value)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** How many classes come before this one; an output that is NaN comes last. */
    private int rank(int example, int wanted) {
        float own = outputs.at(example, wanted);
        if (Float.isNaN(own)) {
            return task.outputs();
        }
        int before = 0;
        for (int other = 0; other < task.outputs(); other++) {
            float output = outputs.at(example, other);
            before += output > own || (output == own && other < wanted) ? 1 : 0;
        }
        return before;
    }

    private boolean isLabelled(int example, int part) {
        return task.kind() == Kind.CLASSES ? label(example, 0) == part : label(example, part) == 1;
    }

    private boolean isAnswered(int example, int part) {
        return task.kind() == Kind.CLASSES
                ? outputs.predictedClass(example) == part
                : answer(task, outputs, example, part) == 1;
    }

    private double auc(int part) {
        boolean[] labelled = new boolean[outputs.size()];
        double[] scores = new double[outputs.size()];
        for (int example = 0; example < outputs.size(); example++) {
            labelled[example] = isLabelled(example, part);
            scores[example] =
                    task.kind() == Kind.CLASSES && task.logits() ? softmax(example, part) : outputs.at(example, part);
            if (Double.isNaN(scores[example])) {
                return Double.NaN;
            }
        }
        return RocCurve.area(scores, labelled);
    }

    private double softmax(int example, int part) {
        double sum = 0;
        for (int other = 0; other < task.outputs(); other++) {
            sum += Math.exp((double) outputs.at(example, other) - outputs.at(example, part));
        }
        return 1 / sum;
    }

    private double f1(int part) {
        int right = 0;
        int answered = 0;
        int labelled = 0;
        for (int example = 0; example < outputs.size(); example++) {
            boolean wanted = isLabelled(example, part);
            boolean got = isAnswered(example, part);
            right += wanted && got ? 1 : 0;
            labelled += wanted ? 1 : 0;
            answered += got ? 1 : 0;
        }
        boolean counts = task.kind() != Kind.CLASSES || answered + labelled > 0;
        return counts ? 2.0 * right / Math.max(1, answered + labelled) : Double.NaN;
    }

    private double r2(int column) {
        double mean = IntStream.range(0, labels.size())
                .mapToDouble(example -> labels.at(example, column))
                .average()
                .orElse(Double.NaN);
        double residual = 0;
        double total = 0;
        for (int example = 0; example < labels.size(); example++) {
            double label = labels.at(example, column);
            double error = outputs.at(example, column) - label;
            residual += error * error;
            total += (label - mean) * (label - mean);
        }
        return total == 0 ? Double.NaN : 1 - residual / total;
    }
}
