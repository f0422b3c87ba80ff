// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.experiment.report.ReportDetails.Answers;
import io.espalier.experiment.report.ReportDetails.Changed;
import io.espalier.experiment.statistics.ClassLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Answers that are classes, beside those of the baseline. */
public final class ClassAnswers {
    private static final int MOST_CLASSES = 20;
    private static final int MOST_WORSE = 8;
    private static final int MOST_BETTER = 4;

    private final Task task;
    private final int[] labels;
    private final int[] before;

    private ClassAnswers(Task task, int[] labels, int[] before) {
        this.task = task;
        this.labels = labels;
        this.before = before;
    }

    /** @return empty where answers are no classes, or examples have no labels */
    static Optional<ClassAnswers> of(Task task, Dataset examples, Predictions baseline) {
        return ClassLabels.of(task, examples).map(labels -> new ClassAnswers(task, labels, answers(task, baseline)));
    }

    /**
     * Which answers are right, one for each example.
     *
     * @return empty where answers are no classes, or examples have no labels
     */
    public static Optional<BitSet> right(Task task, Dataset examples, Predictions predictions) {
        return of(task, examples, predictions).map(answers -> {
            BitSet right = new BitSet(answers.labels.length);
            for (int example = 0; example < answers.labels.length; example++) {
                right.set(example, answers.labels[example] == answers.before[example]);
            }
            return right;
        });
    }

    private static int[] answers(Task task, Predictions predictions) {
        return IntStream.range(0, predictions.size())
                .map(example -> task.kind() == Task.Kind.BINARY
                        ? (predictions.at(example, 0) > task.threshold() ? 1 : 0)
                        : predictions.predictedClass(example))
                .toArray();
    }

    /** The answers of a file to the same examples. */
    Answers of(Predictions predictions) {
        int[] after = answers(task, predictions);
        int[] changes = new int[3];
        List<Changed> worse = new ArrayList<>();
        List<Changed> better = new ArrayList<>();
        for (int example = 0; example < after.length; example++) {
            if (after[example] != before[example]) {
                boolean right = after[example] == labels[example];
                boolean wasRight = before[example] == labels[example];
                changes[right ? 0 : wasRight ? 1 : 2]++;
                List<Changed> list = right ? better : worse;
                if (list.size() < (right ? MOST_BETTER : MOST_WORSE)) {
                    list.add(new Changed(example, labels[example], before[example], after[example]));
                }
            }
        }
        worse.addAll(better);
        return new Answers(confusion(after), changes[0], changes[1], changes[2], worse);
    }

    private List<List<Integer>> confusion(int[] after) {
        int classes = task.kind() == Task.Kind.BINARY ? 2 : task.outputs();
        if (classes > MOST_CLASSES || Arrays.stream(labels).anyMatch(label -> label < 0 || label >= classes)) {
            return List.of();
        }
        int[][] counts = new int[classes][classes];
        for (int example = 0; example < after.length; example++) {
            if (after[example] >= 0) {
                counts[labels[example]][after[example]]++;
            }
        }
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
