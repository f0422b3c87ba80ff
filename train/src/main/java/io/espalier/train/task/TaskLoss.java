// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.task;

import io.espalier.data.LossName;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.train.loss.BinaryCrossentropy;
import io.espalier.train.loss.CategoricalCrossentropy;
import io.espalier.train.loss.Huber;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.MeanAbsoluteError;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.loss.SparseCategoricalCrossentropy;

/** The losses by their names. */
public final class TaskLoss {
    private TaskLoss() {}

    /** The loss of a model: that of its output, or the weighted sum of those of its outputs. */
    public static Loss of(Tasks tasks) {
        return Loss.sumOf(tasks.byOutput().values().stream().map(TaskLoss::of).toList(), tasks.orderedLossWeights());
    }

    /** The loss of a task. */
    public static Loss of(Task task) {
        return of(task.loss(), task.logits());
    }

    /** @param logits whether outputs are logits; has no effect on losses of numbers */
    public static Loss of(LossName name, boolean logits) {
        return switch (name) {
            case SPARSE_CATEGORICAL_CROSSENTROPY -> new SparseCategoricalCrossentropy(logits);
            case CATEGORICAL_CROSSENTROPY -> new CategoricalCrossentropy(logits);
            case BINARY_CROSSENTROPY -> new BinaryCrossentropy(logits);
            case MEAN_SQUARED_ERROR -> new MeanSquaredError();
            case MEAN_ABSOLUTE_ERROR -> new MeanAbsoluteError();
            case HUBER -> new Huber(1);
        };
    }
}
