// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

/**
 * Centroids where weights are dense: between neighbours lies about the same share of them. As in tfmot they are points of a grid of 30 that
 * reaches a little beyond the weights: for each of the shares, from 0.01 to 1 in equal steps, the first point up to which more than it lies.
 */
final class DensityCentroids {
    private static final int GRID_POINTS = 30;
    private static final double FIRST_SHARE = 0.01;
    private static final double GAP = 0.01;

    private DensityCentroids() {}

    static float[] seed(SortedWeights weights, int clusters) {
        double gap = gap(weights);
        Spacing grid = new Spacing(weights.least() - gap, weights.greatest() + gap, GRID_POINTS);
        Spacing shares = new Spacing(FIRST_SHARE, 1, clusters);
        float[] centroids = new float[clusters];
        for (int i = 0; i < clusters; i++) {
            int point = 0;
            while (point < GRID_POINTS - 1 && weights.upTo(grid.at(point)) <= shares.at(i) * weights.size()) {
                point++;
            }
            centroids[i] = (float) grid.at(point);
        }
        return centroids;
    }

    /** Not so far as to reach zero where that has a centroid of its own. */
    private static double gap(SortedWeights weights) {
        double nearest = Math.min(Math.abs(weights.least()), Math.abs(weights.greatest()));
        return weights.besideZero() ? Math.min(GAP, nearest / 2) : GAP;
    }
}
