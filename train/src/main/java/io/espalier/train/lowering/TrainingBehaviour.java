// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Shape;
import io.espalier.model.WeightKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * What layers need to know while they are trained.
 *
 * @param step the number of the step, from 1: random numbers follow from it and the seed alone, whatever runs beside them
 * @param updates the new value of each weight that the layer itself changes, such as a moving average
 */
public record TrainingBehaviour(long seed, Operand<TInt64> step, Map<WeightKey, Operand<TFloat32>> updates) {
    /**
     * Values of which a share has become 0, and the others have grown by as much.
     *
     * @param place what tells this dropout from others of the model
     * @param noise of one example, if not each number is chosen by itself
     */
    Operand<TFloat32> dropped(Ops tf, String place, Operand<TFloat32> values, float rate, Optional<Shape> noise) {
        Operand<TInt64> seeds = tf.stack(List.of(tf.constant(seed * 31 + place.hashCode()), step));
        Operand<TFloat32> random = tf.random.statelessRandomUniform(noiseShape(tf, values, noise), seeds);
        Operand<TBool> kept = tf.math.greaterEqual(random, tf.constant(rate));
        Operand<TFloat32> scaled = tf.math.mul(values, tf.constant(1 / (1 - rate)));
        return tf.math.mul(scaled, tf.dtypes.cast(kept, TFloat32.class));
    }

    private static Operand<TInt32> noiseShape(Ops tf, Operand<TFloat32> values, Optional<Shape> noise) {
        if (noise.isEmpty()) {
            return tf.shape(values);
        }
        Operand<TInt32> batch = tf.slice(tf.shape(values), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
        return tf.concat(List.of(batch, tf.constant(noise.get().toArray())), tf.constant(0));
    }
}
