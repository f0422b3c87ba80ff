// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.random.RandomGenerator;

/**
 * Centroids of which one is zero: the others are shared out to the weights below and above it, as many to each as it has weights. As in tfmot,
 * a side with few weights may get none.
 */
final class ZeroCentroid {
    private ZeroCentroid() {}

    static float[] centroids(
            CentroidInitialization initialization, SortedWeights weights, int clusters, RandomGenerator random) {
        SortedWeights below = weights.beside(false);
        SortedWeights above = weights.beside(true);
        int nonzero = below.size() + above.size();
        int clustersBelow = nonzero == 0 ? 0 : (int) Math.rint((clusters - 1) * ((double) below.size() / nonzero));
        int clustersAbove = nonzero == 0 ? 0 : clusters - 1 - clustersBelow;
        float[] negative = side(initialization, below, clustersBelow, random);
        float[] positive = side(initialization, above, clustersAbove, random);
        float[] all = new float[negative.length + 1 + positive.length];
        System.arraycopy(negative, 0, all, 0, negative.length);
        System.arraycopy(positive, 0, all, negative.length + 1, positive.length);
        return all;
    }

    private static float[] side(
            CentroidInitialization initialization, SortedWeights weights, int clusters, RandomGenerator random) {
        return clusters == 0 ? new float[0] : initialization.centroids(weights, clusters, random);
    }
}
