// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Values of tfmot's clustering_registry_test.py where a test says so. */
class ClusterTest {
    private static final float[] EIGHT_OF_EACH = {-1, -1, 1, 1, 1, -1, 1, -1, -2, 2, -3, 3, 1, 1, -1, -1};

    /** What a clustered weight came to, and the gradients of the sum of its values. */
    private static final class Outcome {
        private final float[] value;
        private final float[] weightGradient;
        private final float[] centroidGradient;

        Outcome(Result result) {
            value = floats(result, 0);
            weightGradient = floats(result, 1);
            centroidGradient = floats(result, 2);
        }
    }

    @Test
    void eachValueIsItsNearestCentroid() {
        // tfmot: centroids [0, 3, 5] and indices [[0, 1, 2], [1, 1, 1], [2, 1, 0]]
        Outcome outcome = run(
                new Cluster(weight -> Tensor.of(Shape.of(3), 0, 3, 5), GradientAggregation.SUM, false),
                Tensor.of(Shape.of(3, 3), 0.1f, 2.9f, 4.5f, 3, 3.5f, 2, 9, 3.9f, -7),
                true);

        assertThat(outcome.value).containsExactly(0, 3, 5, 3, 3, 3, 5, 3, 0);
        assertThat(outcome.weightGradient).containsOnly(1);
    }

    @Test
    void gradientsOfMembersAreAddedUpOrAveraged() {
        // tfmot: 16 gradients of 1 over two centroids of 8 members, or all in the second
        Tensor even = Tensor.of(Shape.of(4, 4), EIGHT_OF_EACH);
        Tensor uneven = Tensor.filled(Shape.of(4, 4), 2);

        assertThat(run(two(GradientAggregation.SUM), even, true).centroidGradient)
                .containsExactly(8, 8);
        assertThat(run(two(GradientAggregation.AVERAGE), even, true).centroidGradient)
                .containsExactly(1, 1);
        assertThat(run(two(GradientAggregation.SUM), uneven, true).centroidGradient)
                .containsExactly(0, 16);
        assertThat(run(two(GradientAggregation.AVERAGE), uneven, true).centroidGradient)
                .containsExactly(0, 1);
    }

    private static Cluster two(GradientAggregation aggregation) {
        return new Cluster(weight -> Tensor.of(Shape.of(2), -1, 1), aggregation, false);
    }

    @ParameterizedTest
    @EnumSource
    void eachChannelHasCentroidsOfItsOwn(GradientAggregation aggregation) {
        // tfmot, channels last
        Tensor weight = Tensor.of(Shape.of(2, 2, 1, 3), 1.1f, 3.2f, 5.2f, 2, 4.1f, 5.2f, 2.1f, 2, 6.1f, 1, 5, 5);
        Cluster cluster = new Cluster(value -> Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6), aggregation, false);

        Outcome outcome = run(cluster, weight, true);

        assertThat(outcome.value).containsExactly(1, 3, 5, 2, 4, 5, 2, 3, 6, 1, 4, 5);
        assertThat(outcome.weightGradient).containsOnly(1);
        float[] members = {2, 2, 2, 2, 3, 1};
        assertThat(outcome.centroidGradient)
                .containsExactly(aggregation == GradientAggregation.SUM ? members : new float[] {1, 1, 1, 1, 1, 1});
    }

    @Test
    void ofTwoCentroidsAsNearTheFirstIsTaken() {
        Tensor weight = Tensor.of(Shape.of(2, 1), 1.5f, 4);

        assertThat(run(listed(1, 2, 3, 5), weight, true).value).containsExactly(1, 3);
        assertThat(run(listed(5, 3, 2, 1), weight, true).value).containsExactly(2, 5);
        assertThat(run(listed(5, 1, 2, 3), weight, true).value).containsExactly(1, 5);
    }

    @Test
    void ofEqualCentroidsTheFirstHasAllMembers() {
        Tensor weight = Tensor.of(Shape.of(4), 1.9f, 2, 2.1f, -1);

        assertThat(run(listed(2, 0, 2, 2), weight, true).centroidGradient).containsExactly(3, 1, 0, 0);
    }

    private static Cluster listed(float... centroids) {
        return new Cluster(weight -> Tensor.of(Shape.of(centroids.length), centroids), GradientAggregation.SUM, false);
    }

    @Test
    void aCentroidAtZeroHasNoGradientWhereZerosAreKept() {
        Cluster keeping = new Cluster(weight -> Tensor.of(Shape.of(3), -1, 0, 1), GradientAggregation.SUM, true);

        Outcome outcome = run(keeping, Tensor.of(Shape.of(4), 0, 0.2f, 2, -0.8f), true);

        assertThat(outcome.value).containsExactly(0, 0, 1, -1);
        assertThat(outcome.centroidGradient).containsExactly(1, 0, 1);
        assertThat(outcome.weightGradient).containsOnly(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSearchFindsWhatComparingWithEachCentroidDoes(long seed) {
        Random random = new Random(seed);
        int channels = seed % 2 == 0 ? 1 : 3;
        int clusters = seed < 7 ? 2 + random.nextInt(20) : 80;
        // coarse numbers, so that there are ties and equal centroids
        float grain = seed < 5 ? 4 : 1e6f;
        float[] centroids = numbers(random, channels * clusters, grain);
        float[] values = numbers(random, 600, 2 * grain);
        Shape shape = channels == 1 ? Shape.of(clusters) : Shape.of(channels, clusters);

        float[] found = run(
                        new Cluster(weight -> Tensor.of(shape, centroids), GradientAggregation.SUM, false),
                        Tensor.of(Shape.of(10, 20, 3), values),
                        seed < 3)
                .value;

        for (int i = 0; i < values.length; i++) {
            int row = channels == 1 ? 0 : i % channels;
            assertThat(found[i])
                    .as("seed %d, value %s at %d", seed, values[i], i)
                    .isEqualTo(nearest(values[i], centroids, row * clusters, clusters));
        }
    }

    private static float[] numbers(Random random, int count, float grain) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.round(random.nextGaussian() * grain) / grain;
        }
        return numbers;
    }

    private static float nearest(float value, float[] centroids, int from, int count) {
        int nearest = from;
        for (int i = from + 1; i < from + count; i++) {
            if (Math.abs((double) value - centroids[i]) < Math.abs((double) value - centroids[nearest])) {
                nearest = i;
            }
        }
        return centroids[nearest];
    }

    @Test
    void theGradientOfTheLossPassesThrough() {
        // the sum of squares of what is seen: gradients are twice the value, at the weight and added up at the
        // centroids
        Outcome outcome = run(two(GradientAggregation.SUM), Tensor.of(Shape.of(3), 0.5f, 3, -4), true, true);

        assertThat(outcome.weightGradient).containsExactly(new float[] {2, 2, -2}, within(1e-6f));
        assertThat(outcome.centroidGradient).containsExactly(new float[] {-2, 4}, within(1e-6f));
    }

    private static Outcome run(Cluster cluster, Tensor weight, boolean training) {
        return run(cluster, weight, training, false);
    }

    private static Outcome run(Cluster cluster, Tensor weight, boolean training, boolean squared) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> seen = constant(tf, weight);
            Operand<TFloat32> centroids =
                    constant(tf, cluster.state(weight).get(0).initial());
            Operand<TFloat32> value = cluster.apply(new ConstantSite(tf, weight.shape(), training, centroids), seen);
            Operand<TFloat32> counted = squared ? tf.math.square(value) : value;
            Output<?>[] gradients = training
                    ? graph.addGradients(
                            tf.reduceSum(counted, tf.range(tf.constant(0), tf.rank(value), tf.constant(1)))
                                    .asOutput(),
                            new Output<?>[] {seen.asOutput(), centroids.asOutput()})
                    : new Output<?>[] {seen.asOutput(), centroids.asOutput()};
            try (Result result = session.runner()
                    .fetch(value)
                    .fetch(gradients[0])
                    .fetch(gradients[1])
                    .run()) {
                return new Outcome(result);
            }
        }
    }

    private record ConstantSite(Ops tf, Shape shape, boolean training, Operand<TFloat32> centroids)
            implements ParametrizationSite {
        @Override
        public Operand<TFloat32> state(String name) {
            return centroids;
        }

        @Override
        public Operand<TFloat32> weight(WeightKey key) {
            throw new AssertionError("centroids need no other weight");
        }

        @Override
        public void update(String name, Operand<TFloat32> value) {
            throw new AssertionError("centroids are trained, not updated");
        }
    }

    private static Operand<TFloat32> constant(Ops tf, Tensor tensor) {
        return tf.reshape(
                tf.constant(tensor.toArray()), tf.constant(tensor.shape().toArray()));
    }

    private static float[] floats(Result result, int position) {
        TFloat32 tensor = (TFloat32) result.get(position);
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
