// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.EspalierException;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.MismatchException;
import io.espalier.data.Task.Output;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a task follows from an output, from what was said, and from labels; what contradicts the rest is refused. */
record TaskRules(Output output, Choice choice, LabelForm labels) {
    private static final String ADVICE = "; --task says what the model is for: " + Kind.keys();

    Task task() {
        if (output.ending() == Ending.SOFTMAX && output.numbers() == 1) {
            throw contradiction(
                    "the model ends in softmax over one unit, whose output is always 1, so training has no effect; "
                            + "use sigmoid for yes or no, or softmax over 2 units");
        }
        Kind kind = said().orElseGet(this::derived);
        checkModel(kind);
        checkLabels(kind);
        LossName loss = choice.loss() == null ? usualLoss(kind) : choice.loss();
        if (!loss.trains(kind)) {
            throw request(
                    "loss " + loss.key() + " does not train " + kind.key() + ", which this model is for" + ADVICE);
        }
        Metric metric = choice.metric() == null ? kind.usualMetrics().get(0) : choice.metric();
        if (!kind.metrics().contains(metric)) {
            throw request("metric " + metric.key() + " does not fit " + kind.key()
                    + ", which this model is for; choose one of: "
                    + kind.metrics().stream().map(Metric::key).collect(Collectors.joining(", ")));
        }
        if (metric == Metric.TOP_5 && output.numbers() <= 5) {
            throw request("metric top_5 needs more than 5 classes, but the model has " + output.numbers());
        }
        return new Task(kind, output.numbers(), isLogits(kind), loss, metric);
    }

    private Optional<Kind> said() {
        Optional<Kind> task = Optional.ofNullable(choice.task());
        Optional<Kind> ofLoss = Optional.ofNullable(choice.loss()).map(loss -> loss.kind(output.numbers()));
        return task.or(() -> ofLoss);
    }

    private Kind derived() {
        boolean single = output.numbers() == 1;
        return switch (output.ending()) {
            case SOFTMAX -> Kind.CLASSES;
            case SIGMOID -> ofSigmoid(single);
            case OTHER ->
                output.trained()
                        .map(loss -> loss.kind(output.numbers()))
                        .orElseGet(() -> single ? ofOne() : ofSeveral());
        };
    }

    // A regression may end in sigmoid, for numbers from 0 to 1. Of labels 0 and 1 it is still yes or no.
    private Kind ofSigmoid(boolean single) {
        Optional<Kind> trained = output.trained().map(loss -> loss.kind(output.numbers()));
        boolean fractions = labels.kind() == LabelForm.Kind.NUMBERS || labels.kind() == LabelForm.Kind.SHARES;
        if (trained.equals(Optional.of(Kind.REGRESSION)) && fractions) {
            return Kind.REGRESSION;
        }
        if (single) {
            return Kind.BINARY;
        }
        return trained.equals(Optional.of(Kind.CLASSES)) ? Kind.CLASSES : Kind.MULTI_LABEL;
    }

    private Kind ofOne() {
        return labels.isYesOrNo() ? Kind.BINARY : Kind.REGRESSION;
    }

    private Kind ofSeveral() {
        return switch (labels.kind()) {
            case MISSING, CLASS_NUMBERS, ONE_HOT -> Kind.CLASSES;
            case ZEROS_AND_ONES -> Kind.MULTI_LABEL;
            case SHARES, NUMBERS -> Kind.REGRESSION;
        };
    }

    private void checkModel(Kind kind) {
        boolean single = output.numbers() == 1;
        boolean fits = switch (kind) {
            case CLASSES -> !single;
            case BINARY -> single && output.ending() != Ending.SOFTMAX;
            case MULTI_LABEL -> !single && output.ending() != Ending.SOFTMAX;
            case REGRESSION -> output.ending() != Ending.SOFTMAX;
        };
        if (!fits) {
            throw request(
                    reason(kind) + ", but " + model() + (choice.task() == null && choice.loss() == null ? ADVICE : ""));
        }
    }

    private String reason(Kind kind) {
        if (choice.task() != null) {
            return "the task is said to be " + kind.key() + ", which needs " + needs(kind);
        }
        LossName loss = choice.loss() == null ? output.trained().orElse(null) : choice.loss();
        return (loss == null ? kind.key() : "loss " + loss.key()) + " needs " + needs(kind);
    }

    private static String needs(Kind kind) {
        return switch (kind) {
            case CLASSES -> "one output per class";
            case BINARY -> "one output, a sigmoid or a logit";
            case MULTI_LABEL -> "several outputs, sigmoids or logits";
            case REGRESSION -> "outputs that take any value";
        };
    }

    private void checkLabels(Kind kind) {
        if (labels.kind() == LabelForm.Kind.MISSING) {
            return;
        }
        if (kind == Kind.CLASSES
                && labels.kind() == LabelForm.Kind.CLASS_NUMBERS
                && labels.classes() > output.numbers()) {
            throw contradiction(labels.dataset() + ": "
                    + (labels.evidence().isEmpty()
                            ? "has " + labels.classes() + " classes, but the model has only " + output.numbers()
                            : labels.evidence() + "; the classes of the model are 0 to " + (output.numbers() - 1)));
        }
        boolean same = labels.columns() == output.numbers();
        boolean fits = switch (kind) {
            case CLASSES ->
                switch (labels.kind()) {
                    case CLASS_NUMBERS -> true;
                    case ONE_HOT, SHARES -> same;
                    default -> false;
                };
            case BINARY -> labels.isYesOrNo();
            case MULTI_LABEL ->
                same && (labels.kind() == LabelForm.Kind.ONE_HOT || labels.kind() == LabelForm.Kind.ZEROS_AND_ONES);
            case REGRESSION -> same;
        };
        if (!fits) {
            throw contradiction(labels.describe() + ", but " + model() + chosen() + advice(kind, same));
        }
    }

    private String advice(Kind kind, boolean same) {
        if (kind == Kind.CLASSES && labels.kind() == LabelForm.Kind.ZEROS_AND_ONES) {
            return ", so that exactly one class is right; labels that may be right together need sigmoids";
        }
        if (kind == Kind.MULTI_LABEL && labels.kind() == LabelForm.Kind.CLASS_NUMBERS) {
            return ", so that several labels may be right: give rows of " + output.numbers()
                    + " zeros and ones, or say --task classes if exactly one is";
        }
        return same && output.ending() == Ending.SIGMOID
                ? "; if it estimates numbers from 0 to 1, say --task regression"
                : "";
    }

    private String chosen() {
        return choice.task() != null
                ? ", and the task is said to be " + choice.task().key()
                : choice.loss() != null
                        ? ", and the loss is said to be " + choice.loss().key()
                        : "";
    }

    private String model() {
        String ending = switch (output.ending()) {
            case SOFTMAX -> "softmax over " + output.numbers() + " classes";
            case SIGMOID -> output.numbers() == 1 ? "one sigmoid, for yes or no" : output.numbers() + " sigmoids";
            case OTHER ->
                output.numbers() == 1
                        ? "one output without sigmoid"
                        : output.numbers() + " outputs without softmax or sigmoid";
        };
        String trained = output.trained()
                .filter(loss -> output.ending() == Ending.OTHER && choice.task() == null && choice.loss() == null)
                .map(loss -> " and was trained with " + loss.key())
                .orElse("");
        return "the model ends in " + ending + trained;
    }

    private LossName usualLoss(Kind kind) {
        Optional<LossName> trained = output.trained().filter(loss -> loss.trains(kind));
        return switch (kind) {
            case CLASSES ->
                labels.kind() == LabelForm.Kind.SHARES
                        ? LossName.CATEGORICAL_CROSSENTROPY
                        : LossName.SPARSE_CATEGORICAL_CROSSENTROPY;
            case BINARY, MULTI_LABEL -> LossName.BINARY_CROSSENTROPY;
            case REGRESSION -> trained.orElse(LossName.MEAN_SQUARED_ERROR);
        };
    }

    /** Outputs of an unknown function are what the loss took them for that the model was trained with. */
    private boolean isLogits(Kind kind) {
        boolean trained = output.trained().filter(loss -> loss.trains(kind)).isPresent();
        return switch (kind) {
            case REGRESSION -> false;
            case CLASSES ->
                switch (output.ending()) {
                    case SOFTMAX, SIGMOID -> false;
                    case OTHER -> !trained || output.fromLogits();
                };
            case BINARY, MULTI_LABEL -> output.ending() != Ending.SIGMOID && (!trained || output.fromLogits());
        };
    }

    private static MismatchException contradiction(String message) {
        return new MismatchException(EspalierException.Kind.BAD_INPUT, message);
    }

    private MismatchException request(String message) {
        return new MismatchException(
                choice.equals(Choice.NONE) ? EspalierException.Kind.BAD_INPUT : EspalierException.Kind.BAD_USE,
                message);
    }
}
