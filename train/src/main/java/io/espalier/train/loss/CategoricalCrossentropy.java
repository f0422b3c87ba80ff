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
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Categorical cross-entropy with one-hot or soft targets: one number per class, in the shape of the output.
 *
 * @param logits whether the model's outputs are logits; otherwise probabilities
 */
public record CategoricalCrossentropy(boolean logits) implements Loss {
    /** For models whose outputs are probabilities. */
    public static CategoricalCrossentropy fromProbabilities() {
        return new CategoricalCrossentropy(false);
    }

    /** For models whose outputs are logits. */
    public static CategoricalCrossentropy fromLogits() {
        return new CategoricalCrossentropy(true);
    }

    @Override
    public String name() {
        return "categorical_crossentropy";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        TargetShapes.requireSame(this, targets, output, "; for class numbers, use sparse_categorical_crossentropy");
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> shares = Rows.of(tf, tf.dtypes.cast(targets, TFloat32.class));
        Optional<Operand<TFloat32>> stable =
                logits ? Optional.of(prediction.values()) : prediction.logitsOf(ActivationFunction.SOFTMAX);
        return Rows.mean(
                tf,
                stable.map(values -> fromLogits(tf, Rows.of(tf, values), shares))
                        .orElseGet(() -> fromProbabilities(tf, Rows.of(tf, prediction.values()), shares)));
    }

    private static Operand<TFloat32> fromLogits(Ops tf, Operand<TFloat32> rows, Operand<TFloat32> shares) {
        return tf.nn.softmaxCrossEntropyWithLogits(rows, shares).loss();
    }

    private static Operand<TFloat32> fromProbabilities(Ops tf, Operand<TFloat32> rows, Operand<TFloat32> shares) {
        Operand<TFloat32> sums = tf.expandDims(tf.sum(rows, tf.constant(-1)), tf.constant(-1));
        Operand<TFloat32> logarithms = tf.math.log(Probabilities.clipped(tf, tf.math.div(rows, sums)));
        return tf.math.neg(tf.sum(tf.math.mul(shares, logarithms), tf.constant(-1)));
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> shares = Rows.of(tf, tf.dtypes.cast(targets, TFloat32.class));
        Operand<TFloat32> rows = Rows.of(tf, prediction.values());
        return Optional.of(Rows.shareOfTrue(
                tf, tf.math.equal(tf.math.argMax(rows, tf.constant(-1)), tf.math.argMax(shares, tf.constant(-1)))));
    }
}
