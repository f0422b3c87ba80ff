// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Dilated convolution by ordinary convolution: pixels that are one dilation apart are moved into an image of their own, and back
 * afterwards. TensorFlow's own dilation has no gradient on CPUs.
 */
record Dilation(Ops tf, Shape image, Size kernel, Size dilation) {
    Operand<TFloat32> around(
            Operand<TFloat32> input,
            Padding padding,
            BiFunction<Operand<TFloat32>, Padding, Operand<TFloat32>> convolution) {
        if (dilation.equals(Size.ONE)) {
            return convolution.apply(input, padding);
        }
        Extent height = extent(image.dimension(0), kernel.height(), dilation.height(), padding);
        Extent width = extent(image.dimension(1), kernel.width(), dilation.width(), padding);
        Operand<TFloat32> interleaved = tf.spaceToBatchNd(
                input, tf.constant(new int[] {dilation.height(), dilation.width()}), tf.constant(new int[][] {
                    {height.before(), height.after()}, {width.before(), width.after()}
                }));
        return tf.batchToSpaceNd(
                convolution.apply(interleaved, Padding.VALID),
                tf.constant(new int[] {dilation.height(), dilation.width()}),
                tf.constant(new int[][] {{0, height.surplus()}, {0, width.surplus()}}));
    }

    /** Zeros around one axis, and how many of them are there only to make its length a multiple of the dilation. */
    private record Extent(int before, int after, int surplus) {}

    private static Extent extent(int length, int window, int dilation, Padding padding) {
        int border = padding == Padding.SAME ? (window - 1) * dilation : 0;
        int surplus = Math.floorMod(-(length + border), dilation);
        return new Extent(border / 2, border - border / 2 + surplus, surplus);
    }
}
