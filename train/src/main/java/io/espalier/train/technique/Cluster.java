// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.Clusters;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Lets values of a weight share centroids, as tfmot's clustering does: each value is seen as the centroid that is nearest to it at that step, of
 * two that are as near as the one that comes first. The gradient trains the centroids, and reaches the weight as if nothing lay on it, so that a
 * value may come to another centroid.
 *
 * <p>State: {@code centroids}, trained, of shape (clusters) or (channels, clusters).
 *
 * @param initial where centroids start
 * @param aggregation what a centroid's gradient is
 * @param keepsZeros whether a centroid that is zero stays so, and with it every value that is zero
 * @see <a href="https://arxiv.org/abs/1510.00149">Han, Mao and Dally, 2015</a>
 */
public record Cluster(CentroidRule initial, GradientAggregation aggregation, boolean keepsZeros)
        implements Parametrization {
    private static final String CENTROIDS = "centroids";

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public List<StateVariable> state(Tensor value) {
        return List.of(StateVariable.trainable(CENTROIDS, initial.centroids(value)));
    }

    @Override
    public boolean projects() {
        return false;
    }

    @Override
    public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> weight) {
        Ops tf = site.tf();
        Operand<TFloat32> centroids = site.state(CENTROIDS);
        Operand<TFloat32> fixed = tf.stopGradient(weight);
        Rows rows = Rows.of(tf, centroids.shape());
        NearestCentroid nearest = new NearestCentroid(tf, rows.centroids(tf.stopGradient(centroids)));
        Operand<TInt32> places = nearest.places(rows.split(fixed));
        Operand<TFloat32> sorted = tf.gather(rows.flat(centroids), nearest.order(), tf.constant(0));
        Operand<TFloat32> shared =
                tf.gather(site.training() ? scaled(tf, sorted, places) : sorted, places, tf.constant(0));
        Operand<TFloat32> value = rows.joined(shared, site.shape());
        // What is added is zero, with a gradient of one.
        return site.training() ? tf.math.add(value, tf.math.sub(weight, fixed)) : value;
    }

    /**
     * How many values the weight shares.
     *
     * @param state the tensor of a state variable
     */
    public Clusters clusters(Function<String, Tensor> state) {
        io.espalier.model.tensor.Shape centroids = state.apply(CENTROIDS).shape();
        return new Clusters(centroids.channels(), centroids.rank() > 1);
    }

    @Override
    public List<StateSummary> summaries(Function<String, Tensor> state) {
        return List.of(new StateSummary.Histogram(CENTROIDS, state.apply(CENTROIDS)));
    }

    /** The same centroids with another gradient: what is added is zero times the factor. */
    private Operand<TFloat32> scaled(Ops tf, Operand<TFloat32> centroids, Operand<TInt32> places) {
        if (aggregation == GradientAggregation.SUM && !keepsZeros) {
            return centroids;
        }
        Operand<TFloat32> fixed = tf.stopGradient(centroids);
        Operand<TFloat32> factor = tf.constant(1f);
        if (aggregation == GradientAggregation.AVERAGE) {
            // Without weights of their own all count as 1.
            Operand<TFloat32> members = tf.math.bincount(places, tf.size(fixed), tf.constant(new float[0]));
            factor = tf.math.divNoNan(factor, members);
        }
        if (keepsZeros) {
            Operand<TFloat32> free = tf.dtypes.cast(tf.math.notEqual(fixed, tf.constant(0f)), TFloat32.class);
            factor = tf.math.mul(factor, free);
        }
        return tf.math.add(fixed, tf.math.mul(tf.math.sub(centroids, fixed), tf.stopGradient(factor)));
    }

    /** Values by what centroids they share: all, or those of a channel. */
    private record Rows(Ops tf, int number, int clusters) {
        static Rows of(Ops tf, Shape centroids) {
            int clusters = Math.toIntExact(centroids.get(-1));
            return new Rows(tf, Math.toIntExact(centroids.size() / clusters), clusters);
        }

        Operand<TFloat32> centroids(Operand<TFloat32> centroids) {
            return reshaped(centroids, number, clusters);
        }

        Operand<TFloat32> flat(Operand<TFloat32> values) {
            return reshaped(values, -1);
        }

        Operand<TFloat32> split(Operand<TFloat32> weight) {
            return number == 1 ? reshaped(weight, 1, -1) : swapped(reshaped(weight, -1, number));
        }

        Operand<TFloat32> joined(Operand<TFloat32> values, io.espalier.model.tensor.Shape shape) {
            return reshaped(number == 1 ? values : swapped(reshaped(values, number, -1)), shape.toArray());
        }

        private Operand<TFloat32> swapped(Operand<TFloat32> matrix) {
            return tf.linalg.transpose(matrix, tf.constant(new int[] {1, 0}));
        }

        private Operand<TFloat32> reshaped(Operand<TFloat32> values, int... dimensions) {
            return tf.reshape(values, tf.constant(dimensions));
        }
    }
}
