// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The Huber loss: {@code e^2 / 2} for errors e up to delta, {@code delta * (|e| - delta / 2)} beyond, so that outliers count less than with the
 * squared error. Targets have the shape of the output. It has no accuracy.
 *
 * @param delta where it turns from quadratic to linear, above 0
 */
public record Huber(float delta) implements Loss {
    public Huber {
        if (!(delta > 0 && delta < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("delta must be greater than 0, not " + delta);
        }
    }

    @Override
    public String name() {
        return "huber";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        TargetShapes.requireSame(this, targets, output, "");
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> wanted = Rows.flat(tf, tf.dtypes.cast(targets, TFloat32.class));
        Operand<TFloat32> error = tf.math.abs(tf.math.sub(Rows.flat(tf, prediction.values()), wanted));
        Operand<TFloat32> small = tf.math.minimum(error, tf.constant(delta));
        // With q the part up to delta and |e| the error: q^2 / 2 + delta * (|e| - q).
        return Rows.mean(
                tf,
                tf.math.add(
                        tf.math.mul(tf.constant(0.5f), tf.math.square(small)),
                        tf.math.mul(tf.constant(delta), tf.math.sub(error, small))));
    }
}
