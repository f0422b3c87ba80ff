// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.data.Task.Kind;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import io.espalier.train.task.TaskLoss;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The loss against the labels, and the divergence from what a teacher answers:
 *
 * <pre>
 *   classes:    labelWeight * loss(label, student) + (1 - labelWeight) * T^2 * KL(softmax(teacher / T), softmax(student / T))
 *   yes or no:  the same, with each logit z as the two classes (0, z)
 *   regression: labelWeight * loss(label, student) + (1 - labelWeight) * mean((teacher - student)^2), without temperature
 * </pre>
 *
 * <p>A target is FLOAT32 of one dimension: the label as the task's loss takes it, then the teacher's logits, or in a regression its outputs. Accuracy counts as
 * with labels alone.
 *
 * @param task what the student is for
 * @param temperature T, above 0: the higher, the more the teacher's small numbers count
 * @param labelWeight from 0, the teacher alone, to 1, the labels alone
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network (2015)</a>
 */
public record DistillationLoss(Task task, float temperature, float labelWeight) implements Loss {
    public DistillationLoss {
        DistillationLimits.requireTemperature(temperature);
        DistillationLimits.requireLabelWeight(labelWeight);
    }

    /** The loss of a student that tells classes apart, with class numbers as labels. */
    public static DistillationLoss ofClasses(int classes, boolean logits, float temperature, float labelWeight) {
        Task task = new Task(Kind.CLASSES, classes, logits, LossName.SPARSE_CATEGORICAL_CROSSENTROPY, Metric.ACCURACY);
        return new DistillationLoss(task, temperature, labelWeight);
    }

    @Override
    public String name() {
        return "distillation";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        boolean rows = task.kind() != Kind.CLASSES || output.rank() == 1;
        if (targets.type() != ElementType.FLOAT32 || targets.elements() < 2 || !rows) {
            throw new TrainingException(name()
                    + " needs a label and one answer of the teacher per output of the student as targets, "
                    + "but the targets are " + targets.type() + targets.shape() + " and the student's output is "
                    + output.batched());
        }
        int answers = targets.elements() - labelNumbers();
        if (answers != output.elements() || answers != task.outputs()) {
            throw new TrainingException("the teacher has " + answers
                    + (task.kind() == Kind.CLASSES ? " classes" : " outputs") + ", but the student's output is "
                    + output.batched() + "; both must have one output per "
                    + (task.kind() == Kind.CLASSES ? "class" : "answer"));
        }
    }

    /** How many numbers a label has. */
    private int labelNumbers() {
        return task.loss() == LossName.SPARSE_CATEGORICAL_CROSSENTROPY ? 1 : task.outputs();
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> hard = TaskLoss.of(task).mean(tf, prediction, labels(tf, targets));
        Operand<TFloat32> teacher = teacher(tf, targets);
        Operand<TFloat32> soft = switch (task.kind()) {
            case REGRESSION -> squaredDifference(tf, teacher, prediction.values());
            case CLASSES -> divergence(tf, teacher, classLogits(tf, prediction));
            case BINARY, MULTI_LABEL ->
                divergence(tf, againstNo(tf, teacher), againstNo(tf, yesLogits(tf, prediction)));
        };
        float scale = task.kind() == Kind.REGRESSION ? 1 : temperature * temperature;
        return tf.math.add(
                tf.math.mul(tf.constant(labelWeight), hard), tf.math.mul(tf.constant((1 - labelWeight) * scale), soft));
    }

    private static Operand<TFloat32> squaredDifference(Ops tf, Operand<TFloat32> teacher, Operand<TFloat32> student) {
        return Rows.mean(tf, tf.math.squaredDifference(Rows.flat(tf, student), Rows.flat(tf, teacher)));
    }

    private Operand<TFloat32> classLogits(Ops tf, LayerOutput prediction) {
        return Rows.of(tf, new SparseCategoricalCrossentropy(task.logits()).logitsOf(tf, prediction));
    }

    private Operand<TFloat32> yesLogits(Ops tf, LayerOutput prediction) {
        if (task.logits()) {
            return prediction.values();
        }
        return prediction.logitsOf(ActivationFunction.SIGMOID).orElseGet(() -> {
            Operand<TFloat32> yes = tf.clipByValue(prediction.values(), tf.constant(EPSILON), tf.constant(1 - EPSILON));
            return tf.math.sub(tf.math.log(yes), tf.math.log(tf.math.sub(tf.constant(1f), yes)));
        });
    }

    /** Each logit of yes as a row with that of no, 0: a softmax over both is a sigmoid. */
    private static Operand<TFloat32> againstNo(Ops tf, Operand<TFloat32> logits) {
        Operand<TFloat32> column = tf.reshape(logits, tf.constant(new int[] {-1, 1}));
        return tf.concat(List.of(tf.zerosLike(column), column), tf.constant(1));
    }

    // The teacher's entropy is taken off, so that a student that agrees has a divergence of 0.
    private Operand<TFloat32> divergence(Ops tf, Operand<TFloat32> teacher, Operand<TFloat32> student) {
        Operand<TFloat32> inverse = tf.constant(1 / temperature);
        Operand<TFloat32> softened = tf.math.mul(teacher, inverse);
        Operand<TFloat32> shares = tf.nn.softmax(softened);
        Operand<TFloat32> crossEntropy = tf.nn.softmaxCrossEntropyWithLogits(tf.math.mul(student, inverse), shares)
                .loss();
        return Rows.mean(
                tf,
                tf.math.sub(
                        crossEntropy,
                        tf.nn.softmaxCrossEntropyWithLogits(softened, shares).loss()));
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return TaskLoss.of(task).accuracy(tf, prediction, labels(tf, targets));
    }

    private Operand<TFloat32> labels(Ops tf, Operand<? extends TNumber> targets) {
        Operand<TInt32> size = tf.constant(new int[] {-1, labelNumbers()});
        return tf.slice(tf.dtypes.cast(targets, TFloat32.class), tf.constant(new int[] {0, 0}), size);
    }

    private Operand<TFloat32> teacher(Ops tf, Operand<? extends TNumber> targets) {
        Operand<TInt32> behindTheLabel = tf.constant(new int[] {0, labelNumbers()});
        return tf.slice(tf.dtypes.cast(targets, TFloat32.class), behindTheLabel, tf.constant(new int[] {-1, -1}));
    }
}
