// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Full k-means: each centroid moves to the mean of the weights that are nearest to it, until none moves. Begins several times, with {@link
 * KMeansPlusPlus}, and keeps what leaves the least squared error.
 *
 * <p>Numbers on a line make it quick: the members of a centroid follow each other, so that sums over them are differences of two.
 */
final class Lloyd {
    private static final int STARTS = 4;
    private static final int MOST_ROUNDS = 300;

    private final SortedWeights weights;
    private final double[] sums;
    private final double[] squares;

    private Lloyd(SortedWeights weights) {
        this.weights = weights;
        this.sums = new double[weights.size() + 1];
        this.squares = new double[weights.size() + 1];
        for (int i = 0; i < weights.size(); i++) {
            double value = weights.get(i);
            sums[i + 1] = sums[i] + value;
            squares[i + 1] = squares[i] + value * value;
        }
    }

    /** That many centroids in the order of their values, or fewer where there are fewer different weights. */
    static float[] seed(SortedWeights weights, int clusters, RandomGenerator random) {
        Lloyd lloyd = new Lloyd(weights);
        double[] best = lloyd.converged(KMeansPlusPlus.seed(weights, clusters, random));
        for (int start = 1; start < STARTS; start++) {
            double[] other = lloyd.converged(KMeansPlusPlus.seed(weights, clusters, random));
            if (lloyd.error(other) < lloyd.error(best)) {
                best = other;
            }
        }
        float[] centroids = new float[best.length];
        for (int i = 0; i < centroids.length; i++) {
            centroids[i] = (float) best[i];
        }
        return centroids;
    }

    private double[] converged(float[] start) {
        double[] centroids = new double[start.length];
        Arrays.setAll(centroids, i -> start[i]);
        int[] bounds = bounds(centroids);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            for (int i = 0; i < centroids.length; i++) {
                if (bounds[i] < bounds[i + 1]) {
                    centroids[i] = (sums[bounds[i + 1]] - sums[bounds[i]]) / (bounds[i + 1] - bounds[i]);
                }
            }
            int[] moved = bounds(centroids);
            if (Arrays.equals(moved, bounds)) {
                break;
            }
            bounds = moved;
        }
        return centroids;
    }

    /** Where the members of each centroid begin, and the end of all. */
    private int[] bounds(double[] centroids) {
        int[] bounds = new int[centroids.length + 1];
        for (int i = 1; i < centroids.length; i++) {
            bounds[i] = weights.upTo((centroids[i - 1] + centroids[i]) / 2);
        }
        bounds[centroids.length] = weights.size();
        return bounds;
    }

    private double error(double[] centroids) {
        int[] bounds = bounds(centroids);
        double error = 0;
        for (int i = 0; i < centroids.length; i++) {
            double members = bounds[i + 1] - bounds[i];
            double sum = sums[bounds[i + 1]] - sums[bounds[i]];
            error += squares[bounds[i + 1]]
                    - squares[bounds[i]]
                    - 2 * centroids[i] * sum
                    + members * centroids[i] * centroids[i];
        }
        return error;
    }
}
