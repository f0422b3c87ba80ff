// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Picks weights as centroids, one after the other, those that lie far from the ones before more likely. Of several candidates the one that leaves
 * the least error is taken.
 *
 * @see <a href="https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf">Arthur and Vassilvitskii, 2007</a>
 */
final class KMeansPlusPlus {
    private final SortedWeights weights;
    private final RandomGenerator random;
    /** The square of each weight's distance to the nearest centroid so far. */
    private double[] squares;

    private KMeansPlusPlus(SortedWeights weights, RandomGenerator random) {
        this.weights = weights;
        this.random = random;
        this.squares = new double[weights.size()];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
    }

    /** That many centroids in the order of their values, or fewer where there are fewer different weights. */
    static float[] seed(SortedWeights weights, int clusters, RandomGenerator random) {
        float[] centroids = new KMeansPlusPlus(weights, random).pick(clusters);
        Arrays.sort(centroids);
        return centroids;
    }

    private float[] pick(int clusters) {
        float[] centroids = new float[clusters];
        centroids[0] = weights.get(random.nextInt(weights.size()));
        squares = squaresWith(centroids[0]);
        int candidates = 2 + (int) Math.log(clusters);
        for (int picked = 1; picked < clusters; picked++) {
            if (Arrays.stream(squares).allMatch(square -> square == 0)) {
                return Arrays.copyOf(centroids, picked);
            }
            centroids[picked] = best(candidates);
            squares = squaresWith(centroids[picked]);
        }
        return centroids;
    }

    private float best(int candidates) {
        double[] sums = squares.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        double total = sums[sums.length - 1];
        float best = Float.NaN;
        double leastError = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates; i++) {
            float candidate = weights.get(drawn(sums, random.nextDouble() * total));
            double error = Arrays.stream(squaresWith(candidate)).sum();
            if (error < leastError) {
                leastError = error;
                best = candidate;
            }
        }
        return best;
    }

    /** The first weight whose sum exceeds the number: one that is no centroid yet. */
    private static int drawn(double[] sums, double number) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double[] squaresWith(float centroid) {
        double[] changed = new double[squares.length];
        for (int i = 0; i < changed.length; i++) {
            double distance = (double) weights.get(i) - centroid;
            changed[i] = Math.min(squares[i], distance * distance);
        }
        return changed;
    }
}
