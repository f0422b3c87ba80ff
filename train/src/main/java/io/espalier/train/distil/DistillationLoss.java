// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Cross-entropy with the right classes, and the divergence from what a teacher holds of all of them:
 *
 * <pre>
 *   labelWeight * CE(label, student) + (1 - labelWeight) * T^2 * KL(softmax(teacher / T), softmax(student / T))
 * </pre>
 *
 * <p>A target is FLOAT32 of shape (1 + classes): the class number, then the teacher's logits. Right counts as with class numbers alone.
 *
 * @param logits whether the student's output is logits; otherwise probabilities
 * @param temperature T, above 0: the higher, the more the teacher's small numbers count
 * @param labelWeight from 0, the teacher alone, to 1, the labels alone
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network (2015)</a>
 */
public record DistillationLoss(boolean logits, float temperature, float labelWeight) implements Loss {
    public DistillationLoss {
        if (!(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the temperature must be greater than 0, not " + temperature);
        }
        if (!(labelWeight >= 0 && labelWeight <= 1)) {
            throw new IllegalArgumentException("the weight of the labels must be from 0 to 1, not " + labelWeight);
        }
    }

    @Override
    public String name() {
        return "distillation";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        if (targets.type() != ElementType.FLOAT32 || targets.elements() < 2 || output.rank() != 1) {
            throw new TrainingException(name()
                    + " needs a class number and one teacher logit per output of the student as targets, "
                    + "but the targets are " + targets.type() + targets.shape() + " and the student's output is "
                    + output.batched());
        }
        if (targets.elements() - 1 != output.channels()) {
            throw new TrainingException("the teacher has " + (targets.elements() - 1)
                    + " classes, but the student's output is " + output.batched()
                    + "; both must have one output per class");
        }
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> student = Rows.of(tf, labels().logitsOf(tf, prediction));
        Operand<TFloat32> hard = labels().mean(tf, prediction, classes(tf, targets));
        Operand<TFloat32> soft = Rows.mean(tf, divergence(tf, teacher(tf, targets), student));
        return tf.math.add(
                tf.math.mul(tf.constant(labelWeight), hard),
                tf.math.mul(tf.constant((1 - labelWeight) * temperature * temperature), soft));
    }

    private SparseCategoricalCrossentropy labels() {
        return new SparseCategoricalCrossentropy(logits);
    }

    // The teacher's entropy is taken off, so that a student that agrees has a divergence of 0.
    private Operand<TFloat32> divergence(Ops tf, Operand<TFloat32> teacher, Operand<TFloat32> student) {
        Operand<TFloat32> inverse = tf.constant(1 / temperature);
        Operand<TFloat32> softened = tf.math.mul(teacher, inverse);
        Operand<TFloat32> shares = tf.nn.softmax(softened);
        Operand<TFloat32> crossEntropy = tf.nn.softmaxCrossEntropyWithLogits(tf.math.mul(student, inverse), shares)
                .loss();
        return tf.math.sub(
                crossEntropy,
                tf.nn.softmaxCrossEntropyWithLogits(softened, shares).loss());
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return labels().accuracy(tf, prediction, classes(tf, targets));
    }

    private static Operand<TFloat32> classes(Ops tf, Operand<? extends TNumber> targets) {
        return tf.slice(
                tf.dtypes.cast(targets, TFloat32.class), tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 1}));
    }

    private static Operand<TFloat32> teacher(Ops tf, Operand<? extends TNumber> targets) {
        Operand<TInt32> behindTheLabel = tf.constant(new int[] {0, 1});
        return tf.slice(tf.dtypes.cast(targets, TFloat32.class), behindTheLabel, tf.constant(new int[] {-1, -1}));
    }
}
