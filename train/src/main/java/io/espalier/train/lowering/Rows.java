// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Outputs as rows of numbers that belong together, whatever the rank before. */
public final class Rows {
    private Rows() {}

    /** Everything but the last dimension in one: (rows, classes). */
    public static Operand<TFloat32> of(Ops tf, Operand<TFloat32> values) {
        int rank = values.shape().numDimensions();
        int classes = Math.toIntExact(values.shape().get(rank - 1));
        return rank == 2 ? values : tf.reshape(values, tf.constant(new int[] {-1, classes}));
    }

    /** The numbers in one row. */
    public static Operand<TFloat32> flat(Ops tf, Operand<TFloat32> values) {
        return tf.reshape(values, tf.constant(new int[] {-1}));
    }

    public static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> row) {
        return tf.math.mean(row, tf.constant(0));
    }

    /** The share of a vector that is true. */
    public static Operand<TFloat32> shareOfTrue(Ops tf, Operand<TBool> right) {
        return mean(tf, tf.dtypes.cast(right, TFloat32.class));
    }
}
