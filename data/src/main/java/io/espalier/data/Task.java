// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.EspalierException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an output of a model is for. Training, evaluation, comparison and reports take it from here: how outputs are read, which loss is trained,
 * and which metric counts.
 *
 * @param kind what the numbers mean
 * @param outputs how many numbers there are for an example, 1 or more
 * @param logits whether they are logits, so that 0 separates yes from no; otherwise probabilities, where 0.5 does. False for {@link
 *     Kind#REGRESSION}
 * @param loss the loss that is trained
 * @param metric the metric that counts
 */
public record Task(Kind kind, int outputs, boolean logits, LossName loss, Metric metric) {
    /** What the outputs of a model mean. */
    public enum Kind {
        /** One of several classes: each output stands for a class, and the largest says which. */
        CLASSES,

        /** Yes or no: one output. */
        BINARY,

        /** Several yes-or-no answers, independent of each other. */
        MULTI_LABEL,

        /** Numbers. */
        REGRESSION;

        /** The metrics that are always computed; the first counts unless another is chosen. */
        public List<Metric> usualMetrics() {
            return switch (this) {
                case CLASSES -> List.of(Metric.ACCURACY);
                case BINARY, MULTI_LABEL -> List.of(Metric.ACCURACY, Metric.AUC, Metric.F1);
                case REGRESSION -> List.of(Metric.MAE, Metric.RMSE, Metric.R2);
            };
        }

        /** All metrics there are. */
        List<Metric> metrics() {
            return this == CLASSES ? List.of(Metric.ACCURACY, Metric.TOP_5, Metric.F1, Metric.AUC) : usualMetrics();
        }

        /** What options and JSON call it, such as {@code multi_label}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind with this {@link #key}, in any case. */
        public static Optional<Kind> named(String key) {
            return Arrays.stream(values())
                    .filter(kind -> kind.key().equalsIgnoreCase(key))
                    .findFirst();
        }

        /** All keys, separated by commas. */
        public static String keys() {
            return Arrays.stream(values()).map(Kind::key).collect(Collectors.joining(", "));
        }
    }

    /** The function that an output ends in. */
    public enum Ending {
        SOFTMAX,
        SIGMOID,
        /** Any other, or none. */
        OTHER
    }

    /**
     * An output of a model.
     *
     * @param ending the function that it ends in
     * @param numbers how many numbers it has for an example
     * @param trained the loss that the model was trained with; empty if that is not known
     * @param fromLogits whether that loss took the output for logits
     * @param lossWeight what that loss was multiplied by in the sum over all outputs; 1 if that is not known
     */
    public record Output(
            Ending ending, int numbers, Optional<LossName> trained, boolean fromLogits, double lossWeight) {
        /** An output of a model of which no loss is known. */
        public static Output of(Ending ending, int numbers) {
            return new Output(ending, numbers, Optional.empty(), false, 1);
        }
    }

    /**
     * What was said instead of being derived; null stands for what was not.
     *
     * @param task what the model is for
     * @param loss the loss that is trained
     * @param metric the metric that counts
     */
    public record Choice(
            @Nullable Kind task,
            @Nullable LossName loss,
            @Nullable Metric metric) {
        /** Everything is derived. */
        public static final Choice NONE = new Choice(null, null, null);
    }

    /** Model, labels and choices contradict each other. The message names both facts. */
    public static final class MismatchException extends EspalierException {
        private static final long serialVersionUID = 1;

        MismatchException(EspalierException.Kind kind, String message) {
            super(kind, message);
        }
    }

    /**
     * How good predictions are.
     *
     * @param task what was predicted
     * @param examples the number of examples
     * @param values the metrics; without those that these examples do not define, such as the AUC where all have the same label
     */
    public record Scores(Task task, int examples, Map<Metric, Double> values) {
        public Scores {
            values =
                    Collections.unmodifiableMap(values.isEmpty() ? new EnumMap<>(Metric.class) : new EnumMap<>(values));
        }

        /** The value of the metric that counts; NaN if it is not defined. */
        public double main() {
            return values.getOrDefault(task.metric(), Double.NaN);
        }

        /** The metric that counts, with its name: {@code accuracy 0.9529}. */
        public String text() {
            return task.metric().label() + " " + task.metric().format(main());
        }
    }

    public Task {
        Objects.requireNonNull(kind, "kind");
        if (outputs < 1) {
            throw new IllegalArgumentException("a task needs at least one output, not " + outputs);
        }
        if (!kind.metrics().contains(metric) || !loss.trains(kind)) {
            throw new IllegalArgumentException(
                    "metric " + metric.key() + " and loss " + loss.key() + " are not both for " + kind.key());
        }
    }

    /**
     * Derives what an output is for from the function it ends in, the loss it was trained with, and labels.
     *
     * @param examples the labels; a data set without labels says nothing
     * @throws MismatchException if these, or the choices, contradict each other
     * @throws DataFormatException if a label is NaN or infinite
     */
    public static Task of(Output output, Choice choice, Dataset examples) {
        return new TaskRules(output, choice, LabelForm.of(examples)).task();
    }

    /** Computes the usual metrics and the one that counts. */
    public Scores scores(Predictions predictions, Dataset examples) {
        return Scoring.of(this, predictions, examples);
    }

    /**
     * The share of answers that are the same in both; empty for {@link Kind#REGRESSION}.
     *
     * @throws IllegalArgumentException if the predictions have different shapes
     */
    public OptionalDouble agreement(Predictions predictions, Predictions others) {
        return Scoring.agreement(this, predictions, others);
    }

    /**
     * A view with targets in the form that the loss takes: class numbers as INT32, or FLOAT32 rows with one number per class; one-hot rows become class
     * numbers and class numbers one-hot rows where needed.
     */
    public Dataset labelled(Dataset examples) {
        return LabelledForTask.of(this, examples);
    }

    /** What to know where the data have another number of classes than the model. */
    public Optional<String> remark(Dataset examples) {
        int classes = examples.classNames().size();
        int known = kind == Kind.BINARY ? 2 : outputs;
        boolean counts = kind == Kind.CLASSES || kind == Kind.BINARY;
        return !counts || classes == 0 || classes == known
                ? Optional.empty()
                : Optional.of(examples.name() + " has " + classes + (classes == 1 ? " class" : " classes")
                        + ", the model has " + known + "; classes are matched by number");
    }

    /** The number that separates yes from no. */
    public float threshold() {
        return logits ? 0 : 0.5f;
    }

    /** What it is in words, such as {@code one of 10 classes, from logits}. */
    public String describe() {
        String what = switch (kind) {
            case CLASSES -> "one of " + outputs + " classes";
            case BINARY -> "yes or no";
            case MULTI_LABEL -> outputs + " labels, each yes or no";
            case REGRESSION -> "regression of " + outputs + (outputs == 1 ? " number" : " numbers");
        };
        String from = kind == Kind.REGRESSION ? "" : logits ? ", from logits" : ", from probabilities";
        return what + from + "; loss " + loss.key() + ", metric " + metric.label();
    }
}
