// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are those of tfmot's clustering_centroids_test.py, to four decimals. */
class CentroidInitializationTest {
    private static final String THIRD = "-3 -2 -1 0 1.1 2.2 3.3 4.4 5.5 6.6 7.7 8.8 9";
    private static final String CROWDED = "0 1 2 3 3.1 3.2 3.3 3.4 3.5";

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0 1 2 3 4 5 6 7 8 9 10, 0 2.5 5 7.5 10",
        "LINEAR, " + CROWDED + ", 0 1.75 3.5",
        "LINEAR, " + THIRD + ", -3 -0.6 1.8 4.2 6.6 9",
        "DENSITY_BASED, " + CROWDED + ", 0.11137931 2.0534482 3.145862 3.3886206 3.51",
        "DENSITY_BASED, " + CROWDED + ", 0.11137931 3.145862 3.51",
        "DENSITY_BASED, 0 1 2 3 4 5 6 7 8 9, 0.3010345 5.2775865 9.01",
    })
    void centroidsOfAllWeightsAreThoseOfTfmot(CentroidInitialization initialization, String weights, String expected) {
        float[] centroids = floats(expected);

        assertThat(seeded(initialization, false, centroids.length, floats(weights)))
                .containsExactly(centroids, within(1e-4f));
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0 1 2 3 4 5 6 7 8 9 10, 0 1 4 7 10",
        "LINEAR, " + CROWDED + ", 0 1 3.5",
        "LINEAR, " + THIRD + ", -3 0 1.1 3.7333 6.3667 9",
        "DENSITY_BASED, 0 -1 -2 -3 -4 -5 -6, -5.836897 -2.8941379 -0.99 0",
        "DENSITY_BASED, 0 0 1 2 3 4 5 6 7 8 9, 0 1.2665517 4.032069 7.0741386 9.01",
        "DENSITY_BASED, -4 -3 -2 -1 0 0 0 1 2 3 4 5 6 7, -3.9058623 -0.99 0 1.1975863 4.103793 7.01",
        "DENSITY_BASED, 0 1 2 3 -3.1 -3.2 -3.3 -0.005 3.5, -3.1887069 0 1.0768965",
    })
    void centroidsAroundZeroAreThoseOfTfmot(CentroidInitialization initialization, String weights, String expected) {
        float[] centroids = floats(expected);

        assertThat(seeded(initialization, true, centroids.length, floats(weights)))
                .containsExactly(centroids, within(1e-4f));
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 0 6 1 7", "DENSITY_BASED, 0.197586 6.01 1.197586 7.01"})
    void centroidsOfChannelsAreThoseOfTfmot(CentroidInitialization initialization, String expected) {
        Tensor weight = Tensor.of(Shape.of(1, 2, 2, 2), 0, 1, 2, 3, 4, 5, 6, 7);

        Tensor centroids = new InitialCentroids(initialization, 2, true, false, 9).centroids(weight);

        assertThat(centroids.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(centroids.toArray()).containsExactly(floats(expected), within(1e-4f));
    }

    @ParameterizedTest
    @EnumSource
    void aWeightOfZerosHasTheCentroidZeroAlone(CentroidInitialization initialization) {
        assertThat(seeded(initialization, true, 3, 0, 0, 0, 0)).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void oneCentroidIsZeroWhereZerosAreKept(CentroidInitialization initialization) {
        float[] centroids = seeded(initialization, true, 6, -4, -3, -2.5f, -1, 0, 0, 1, 2, 3.5f, 4, 5, 6);

        assertThat(centroids).contains(0).hasSize(6);
        assertThat(IntStream.range(0, 6).filter(i -> centroids[i] < 0)).hasSize(2);
        assertThat(IntStream.range(0, 6).filter(i -> centroids[i] > 0)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"RANDOM", "KMEANS_PLUS_PLUS", "LLOYD"})
    void whatIsDrawnFollowsFromTheSeedAndStaysAmongTheWeights(CentroidInitialization initialization) {
        float[] weights = gaussian(3, 500);

        float[] centroids = seeded(initialization, false, 8, weights);

        assertThat(centroids).containsExactly(seeded(initialization, false, 8, weights));
        Arrays.sort(weights);
        Arrays.sort(centroids);
        assertThat(centroids[0]).isBetween(weights[0], weights[499]);
        assertThat(centroids[7]).isBetween(weights[0], weights[499]);
        if (initialization != CentroidInitialization.LLOYD) {
            Tensor other = new InitialCentroids(initialization, 8, false, false, 10).centroids(tensor(weights));
            assertThat(other.toArray()).isNotEqualTo(centroids);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void kMeansPlusPlusPicksDifferentWeights(long seed) {
        float[] weights = floats(CROWDED);

        float[] picked = KMeansPlusPlus.seed(SortedWeights.of(weights), 5, new SplittableRandom(seed));

        assertThat(weights).as("seed %d", seed).contains(picked);
        assertThat(picked).as("seed %d", seed).doesNotHaveDuplicates().hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"KMEANS_PLUS_PLUS", "LLOYD"})
    void fewerDifferentWeightsThanClustersAreTheCentroids(CentroidInitialization initialization) {
        float[] centroids = seeded(initialization, false, 6, 2, 1, 1, 3, 2, 2, 2);

        assertThat(centroids).containsExactly(1, 2, 3, 3, 3, 3);
    }

    @Test
    void kMeansFindsClustersThatLieApart() {
        float[] weights = new float[300];
        Random random = new Random(5);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 3 * 10 + (float) random.nextGaussian();
        }

        float[] centroids = seeded(CentroidInitialization.LLOYD, false, 3, weights);

        assertThat(centroids).containsExactly(new float[] {0, 10, 20}, within(0.5f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void kMeansLeavesLessErrorThanAnyOtherInitialization(long seed) {
        float[] weights = gaussian(seed, 2_000);
        double least = error(weights, seeded(CentroidInitialization.LLOYD, false, 16, weights));

        for (CentroidInitialization other : List.of(
                CentroidInitialization.LINEAR,
                CentroidInitialization.RANDOM,
                CentroidInitialization.DENSITY_BASED,
                CentroidInitialization.KMEANS_PLUS_PLUS)) {
            assertThat(error(weights, seeded(other, false, 16, weights)))
                    .as("%s, seed %d", other, seed)
                    .isGreaterThan(least);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void kMeansStopsWhereEachCentroidIsTheMeanOfItsMembers(long seed) {
        float[] weights = gaussian(seed, 1_000);

        float[] centroids = seeded(CentroidInitialization.LLOYD, false, 7, weights);

        for (float centroid : centroids) {
            double mean = IntStream.range(0, weights.length)
                    .mapToDouble(i -> weights[i])
                    .filter(weight -> nearest(weight, centroids) == centroid)
                    .average()
                    .orElseThrow();
            assertThat((double) centroid).as("seed %d", seed).isCloseTo(mean, within(1e-6));
        }
    }

    @Test
    void sharesOfWeightsAreCountedAsInTfmot() {
        // tfmot's cumulative distribution: [1, 2, 6, 7] at 4 is 0.5 and at 1 is 0.25
        SortedWeights weights = SortedWeights.of(new float[] {6, 1, 7, 2});

        assertThat(List.of(weights.upTo(4), weights.upTo(1), weights.upTo(0), weights.upTo(99)))
                .containsExactly(2, 1, 0, 4);
    }

    private static double error(float[] weights, float[] centroids) {
        double error = 0;
        for (float weight : weights) {
            double distance = weight - nearest(weight, centroids);
            error += distance * distance;
        }
        return error;
    }

    private static float nearest(double weight, float[] centroids) {
        float nearest = centroids[0];
        for (float centroid : centroids) {
            nearest = Math.abs(weight - centroid) < Math.abs(weight - nearest) ? centroid : nearest;
        }
        return nearest;
    }

    private static float[] seeded(CentroidInitialization initialization, boolean zero, int clusters, float... weights) {
        return new InitialCentroids(initialization, clusters, false, zero, 9)
                .centroids(tensor(weights))
                .toArray();
    }

    private static Tensor tensor(float[] weights) {
        return Tensor.of(Shape.of(weights.length), weights);
    }

    private static float[] gaussian(long seed, int count) {
        Random random = new Random(seed);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }

    private static float[] floats(String numbers) {
        String[] parts = numbers.split(" ", -1);
        float[] values = new float[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(parts[i]);
        }
        return values;
    }
}
