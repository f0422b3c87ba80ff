// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
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
     * @param place the name that identifies this dropout in the model
     * @param noise of one example, if not each number is chosen by itself
     */
    Operand<TFloat32> dropped(Ops tf, String place, Operand<TFloat32> values, float rate, Optional<Shape> noise) {
        return tf.math.mul(values, dropoutMask(tf, place, noiseShape(tf, values, noise), rate));
    }

    /** 0 for a share of the places, and what the others grow by. */
    Operand<TFloat32> dropoutMask(Ops tf, String place, Operand<TInt32> shape, float rate) {
        Operand<TFloat32> random = tf.random.statelessRandomUniform(shape, seeds(tf, place));
        Operand<TBool> kept = tf.math.greaterEqual(random, tf.constant(rate));
        return tf.math.mul(tf.dtypes.cast(kept, TFloat32.class), tf.constant(1 / (1 - rate)));
    }

    Operand<TFloat32> normalNoise(Ops tf, String place, Operand<TInt32> shape) {
        return tf.random.statelessRandomNormal(shape, seeds(tf, place));
    }

    private Operand<TInt64> seeds(Ops tf, String place) {
        return tf.stack(List.of(tf.constant(seed * 31 + place.hashCode()), step));
    }

    private static Operand<TInt32> noiseShape(Ops tf, Operand<TFloat32> values, Optional<Shape> noise) {
        return noise.isEmpty() ? tf.shape(values) : Dimensions.behindBatchOf(tf, values, noise.get());
    }
}
