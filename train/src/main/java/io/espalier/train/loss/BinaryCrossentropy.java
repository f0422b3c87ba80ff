// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Binary cross-entropy of independent yes-or-no outputs. Targets have the shape of the output, with values from 0 to 1. For the accuracy, a
 * probability above 0.5 means yes, also for logits.
 *
 * @param logits whether the model's outputs are logits; otherwise probabilities
 */
public record BinaryCrossentropy(boolean logits) implements Loss {
    /** For models whose outputs are probabilities. */
    public static BinaryCrossentropy fromProbabilities() {
        return new BinaryCrossentropy(false);
    }

    /** For models whose outputs are logits. */
    public static BinaryCrossentropy fromLogits() {
        return new BinaryCrossentropy(true);
    }

    @Override
    public String name() {
        return "binary_crossentropy";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        TargetShapes.requireSame(this, targets, output, "");
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> answers = Rows.flat(tf, tf.dtypes.cast(targets, TFloat32.class));
        Optional<Operand<TFloat32>> stable =
                logits ? Optional.of(prediction.values()) : prediction.logitsOf(ActivationFunction.SIGMOID);
        return Rows.mean(
                tf,
                stable.map(values -> fromLogits(tf, Rows.flat(tf, values), answers))
                        .orElseGet(() -> fromProbabilities(tf, Rows.flat(tf, prediction.values()), answers)));
    }

    /** {@code log(1 + exp(-|x|)) + max(x, 0) - x * answer}, which never overflows. */
    private static Operand<TFloat32> fromLogits(Ops tf, Operand<TFloat32> x, Operand<TFloat32> answers) {
        // Selecting, unlike abs and max, has the right gradient at 0.
        Operand<TFloat32> zeros = tf.zerosLike(x);
        Operand<TBool> positive = tf.math.greaterEqual(x, zeros);
        Operand<TFloat32> rectified = tf.select(positive, x, zeros);
        Operand<TFloat32> minusAbsolute = tf.select(positive, tf.math.neg(x), x);
        return tf.math.add(tf.math.sub(rectified, tf.math.mul(x, answers)), tf.math.log1p(tf.math.exp(minusAbsolute)));
    }

    private static Operand<TFloat32> fromProbabilities(Ops tf, Operand<TFloat32> values, Operand<TFloat32> answers) {
        Operand<TFloat32> one = tf.constant(1f);
        Operand<TFloat32> yes = Probabilities.clipped(tf, values);
        return tf.math.neg(tf.math.add(
                tf.math.mul(answers, logarithm(tf, yes)),
                tf.math.mul(tf.math.sub(one, answers), logarithm(tf, tf.math.sub(one, yes)))));
    }

    private static Operand<TFloat32> logarithm(Ops tf, Operand<TFloat32> probability) {
        return tf.math.log(tf.math.add(probability, tf.constant(EPSILON)));
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> threshold = tf.constant(logits ? 0f : 0.5f);
        Operand<TBool> said = tf.math.greater(Rows.flat(tf, prediction.values()), threshold);
        Operand<TBool> meant =
                tf.math.greater(Rows.flat(tf, tf.dtypes.cast(targets, TFloat32.class)), tf.constant(0.5f));
        return Optional.of(Rows.shareOfTrue(tf, tf.math.equal(said, meant)));
    }
}
