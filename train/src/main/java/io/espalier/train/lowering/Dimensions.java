// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Shapes and sizes in the forms that TensorFlow's operations take, batch first and channels last. */
final class Dimensions {
    private Dimensions() {}

    /** The shape of a batch of any size. */
    static int[] batched(Shape shape) {
        int[] dimensions = new int[shape.rank() + 1];
        dimensions[0] = -1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            dimensions[axis + 1] = shape.dimension(axis);
        }
        return dimensions;
    }

    /** A shape after the batch of values. */
    static Operand<TInt32> behindBatchOf(Ops tf, Operand<TFloat32> values, Shape shape) {
        Operand<TInt32> batch = tf.slice(tf.shape(values), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
        return tf.concat(List.of(batch, tf.constant(shape.toArray())), tf.constant(0));
    }

    static List<Long> window(Size size) {
        return List.of(1L, (long) size.height(), (long) size.width(), 1L);
    }

    static long[] windowVector(Size size) {
        return new long[] {1, size.height(), size.width(), 1};
    }
}
