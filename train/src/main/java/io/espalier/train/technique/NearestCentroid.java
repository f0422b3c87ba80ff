// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Finds the nearest centroid of each value: its place among the sorted ones is how many of the points halfway between them lie below it. Of two
 * that are as near it is the one that comes first.
 *
 * <pre>
 * centroids      7     1     5          per row
 * sorted         1     5     7
 * halfway           3     6             4 lies between these, so it is the centroid in place 1: 5
 * </pre>
 */
final class NearestCentroid {
    /** Up to this number of centroids it is faster to compare with all points, which runs in vectors, than to search among them. */
    private static final int MOST_COMPARED = 64;

    private final Ops tf;
    private final int rows;
    private final int clusters;
    private final Operand<TInt32> order;
    private final Operand<TFloat64> halfway;

    /**
     * A search among centroids.
     *
     * @param centroids a row for each set of values that shares them
     */
    NearestCentroid(Ops tf, Operand<TFloat32> centroids) {
        this.tf = tf;
        this.rows = Math.toIntExact(centroids.shape().get(0));
        this.clusters = Math.toIntExact(centroids.shape().get(1));
        // Of equal ones TopK takes the first first.
        TopK<TFloat32, TInt32> descending =
                tf.nn.topK(tf.math.neg(centroids), tf.constant(clusters), new TopK.Options[0]);
        Operand<TFloat32> sorted = tf.math.neg(descending.values());
        // In place of each of several equal ones the first of them counts.
        Operand<TInt32> firstOfEqual = inRows(tf.lowerBound(sorted, sorted));
        this.order = tf.gather(flat(descending.indices()), flat(firstOfEqual), tf.constant(0));
        this.halfway = halfway(tf.dtypes.cast(sorted, TFloat64.class), tf.reshape(order, shape(rows, clusters)));
    }

    /** Exact in float64. A value that lies there counts as above where the centroid above comes first. */
    private Operand<TFloat64> halfway(Operand<TFloat64> sorted, Operand<TInt32> ranks) {
        Operand<TInt32> size = shape(rows, clusters - 1);
        Operand<TInt32> first = shape(0, 0);
        Operand<TInt32> second = shape(0, 1);
        Operand<TFloat64> between = tf.math.mul(
                tf.math.add(tf.slice(sorted, first, size), tf.slice(sorted, second, size)), tf.constant(0.5));
        Operand<TBool> upperFirst = tf.math.greater(tf.slice(ranks, first, size), tf.slice(ranks, second, size));
        // What lies next to zero is subnormal, and TensorFlow takes that for zero.
        Operand<TFloat64> justBelow = tf.math.sub(
                tf.math.nextAfter(between, tf.constant(Double.NEGATIVE_INFINITY)), tf.constant(Double.MIN_NORMAL));
        return tf.select(upperFirst, justBelow, between);
    }

    /** For each place in the order of {@link #places}, which centroid it is: an index into all rows, one after the other. */
    Operand<TInt32> order() {
        return flat(inRows(tf.reshape(order, shape(rows, clusters))));
    }

    /**
     * The place of each value's centroid among all rows' sorted centroids, one row of values after the other.
     *
     * @param values as many rows of them as of centroids
     */
    Operand<TInt32> places(Operand<TFloat32> values) {
        Operand<TFloat64> exact = tf.dtypes.cast(values, TFloat64.class);
        return flat(inRows(clusters > MOST_COMPARED ? tf.lowerBound(halfway, exact) : compared(exact)));
    }

    private Operand<TInt32> compared(Operand<TFloat64> values) {
        Operand<TBool> above =
                tf.math.greater(tf.expandDims(values, tf.constant(1)), tf.expandDims(halfway, tf.constant(2)));
        return tf.reduceSum(tf.dtypes.cast(above, TInt32.class), tf.constant(1));
    }

    /** Numbers within rows as numbers within all rows, one after the other. */
    private Operand<TInt32> inRows(Operand<TInt32> numbers) {
        if (rows == 1) {
            return numbers;
        }
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            offsets[row] = row * clusters;
        }
        return tf.math.add(numbers, tf.reshape(tf.constant(offsets), shape(rows, 1)));
    }

    private Operand<TInt32> flat(Operand<TInt32> numbers) {
        return tf.reshape(numbers, tf.constant(new int[] {-1}));
    }

    private Operand<TInt32> shape(int rowCount, int columns) {
        return tf.constant(new int[] {rowCount, columns});
    }
}
