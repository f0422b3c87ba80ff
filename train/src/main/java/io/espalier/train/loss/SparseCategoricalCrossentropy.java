// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Shape;
import io.espalier.train.gradient.Gradients;
import io.espalier.train.history.TrainingException;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * Categorical cross-entropy with class numbers as targets and one output per class.
 *
 * @param logits whether the model's outputs are logits; otherwise probabilities
 */
public record SparseCategoricalCrossentropy(boolean logits) implements Loss {
    /** For models whose outputs are probabilities. */
    public static SparseCategoricalCrossentropy fromProbabilities() {
        return new SparseCategoricalCrossentropy(false);
    }

    /** For models whose outputs are logits. */
    public static SparseCategoricalCrossentropy fromLogits() {
        return new SparseCategoricalCrossentropy(true);
    }

    @Override
    public String name() {
        return "sparse_categorical_crossentropy";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        int answers = output.rank() == 0 ? 0 : output.elements() / output.channels();
        if (targets.type() == ElementType.FLOAT32 || targets.elements() != answers) {
            throw new TrainingException(
                    name() + " needs class numbers as targets and one output per class, but the targets are "
                            + targets.type() + targets.shape() + " and the model's output is " + output.batched()
                            + "; for one-hot targets, use categorical_crossentropy");
        }
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return Rows.mean(
                tf,
                crossEntropy(
                        tf, Rows.of(tf, logitsOf(tf, prediction)), classes(tf, targets), Gradients.areRegistered()));
    }

    /** For each row, by the operation for class numbers where its gradient is there, and else by the one for one-hot rows. */
    static Operand<TFloat32> crossEntropy(
            Ops tf, Operand<TFloat32> rows, Operand<TInt64> classes, boolean hasSparseGradient) {
        if (hasSparseGradient) {
            return tf.nn.sparseSoftmaxCrossEntropyWithLogits(rows, classes).loss();
        }
        Operand<TInt32> depth = tf.constant(Math.toIntExact(rows.shape().get(1)));
        return tf.nn.softmaxCrossEntropyWithLogits(rows, tf.oneHot(classes, depth, tf.constant(1f), tf.constant(0f)))
                .loss();
    }

    /** What goes into softmax, or the logarithm of probabilities of unknown origin. */
    public Operand<TFloat32> logitsOf(Ops tf, LayerOutput prediction) {
        if (logits) {
            return prediction.values();
        }
        return prediction
                .logitsOf(ActivationFunction.SOFTMAX)
                .orElseGet(() -> tf.math.log(Probabilities.clipped(tf, prediction.values())));
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TInt64> answers = tf.math.argMax(Rows.of(tf, prediction.values()), tf.constant(-1));
        return Optional.of(Rows.shareOfTrue(tf, tf.math.equal(answers, classes(tf, targets))));
    }

    private static Operand<TInt64> classes(Ops tf, Operand<? extends TNumber> targets) {
        return tf.reshape(tf.dtypes.cast(targets, TInt64.class), tf.constant(new int[] {-1}));
    }
}
