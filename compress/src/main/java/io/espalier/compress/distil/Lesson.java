// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.data.Task;
import io.espalier.data.Task.Kind;
import io.espalier.model.tensor.Tensor;
import java.util.Optional;

/**
 * What one output of a student learns from one of a teacher.
 *
 * @param teacher what messages call the teacher's output
 * @param student what they call the student's
 * @param task what the student's output is for, if that was said
 */
record Lesson(String teacher, String student, Optional<Task> task) {
    /**
     * Examples with their labels and the teacher's answers as targets.
     *
     * @param given a row of answers for each example
     * @throws CompressionException if there are not as many answers as the student has outputs, or they are not finite
     */
    Dataset of(Dataset examples, Tensor given, TeacherOutputs form) {
        int outputs =
                examples.size() == 0 ? given.shape().channels() : given.shape().elements() / examples.size();
        boolean isRows = given.shape().elements() == (long) outputs * examples.size();
        boolean classes = task.map(Task::kind).orElse(Kind.CLASSES) == Kind.CLASSES;
        if (!isRows || (classes && outputs != given.shape().channels())) {
            throw new CompressionException("the answers of " + teacher + " have shape " + given.shape() + " for the "
                    + examples.size() + " examples of " + examples.name() + "; they must have one row per example");
        }
        int expected = task.map(Task::outputs)
                .orElse(outputs == 1 ? 1 : examples.classNames().size());
        if (outputs != expected) {
            throw new CompressionException(teacher + " has " + outputs + (classes ? " classes" : " outputs") + ", but "
                    + (task.isEmpty() ? examples.name() : student) + " has " + expected
                    + "; both must have the same, in the same order");
        }
        requireNumbers(given, examples, outputs);
        Kind kind = task.map(Task::kind).orElse(outputs == 1 ? Kind.BINARY : Kind.CLASSES);
        Dataset labelled = task.map(purpose -> purpose.labelled(examples)).orElse(examples);
        return new TeacherLabeledDataset(labelled, form.answers(given, kind), outputs);
    }

    private void requireNumbers(Tensor given, Dataset examples, int outputs) {
        for (int i = 0; i < given.shape().elements(); i++) {
            if (!Float.isFinite(given.get(i))) {
                throw new CompressionException(teacher + " answers " + given.get(i) + " for example " + i / outputs
                        + " of " + examples.name() + "; all answers must be finite");
            }
        }
    }
}
