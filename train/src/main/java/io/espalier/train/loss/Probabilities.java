// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Keras's care with numbers whose logarithm is taken. */
final class Probabilities {
    private Probabilities() {}

    /** Kept {@link Loss#EPSILON} away from 0 and 1. */
    static Operand<TFloat32> clipped(Ops tf, Operand<TFloat32> probabilities) {
        return tf.math.minimum(
                tf.math.maximum(probabilities, tf.constant(Loss.EPSILON)), tf.constant(1 - Loss.EPSILON));
    }
}
