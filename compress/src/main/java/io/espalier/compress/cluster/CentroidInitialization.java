// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.random.RandomGenerator;

/** Where centroids are before they are trained. */
public enum CentroidInitialization {
    /** At equal distances from the smallest weight to the largest. */
    LINEAR {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return new Spacing(weights.least(), weights.greatest(), clusters).toFloats();
        }
    },
    /** Anywhere between the smallest weight and the largest. */
    RANDOM {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            double range = (double) weights.greatest() - weights.least();
            float[] centroids = new float[clusters];
            for (int i = 0; i < clusters; i++) {
                centroids[i] = (float) (weights.least() + range * random.nextDouble());
            }
            return centroids;
        }
    },
    /** Close together where many weights are, on a grid of 30 points. */
    DENSITY_BASED {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return DensityCentroids.seed(weights, clusters);
        }
    },
    /** Weights, drawn so that they lie far from each other: tfmot's default. Only the seeding of k-means. */
    KMEANS_PLUS_PLUS {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return KMeansPlusPlus.seed(weights, clusters, random);
        }
    },
    /** The whole of k-means, so that the squared error over all weights is small before anything is trained. The default here. */
    LLOYD {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return Lloyd.seed(weights, clusters, random);
        }
    };

    /**
     * Centroids for some weights.
     *
     * @return that many, or fewer where more would be of no use
     */
    abstract float[] centroids(SortedWeights weights, int clusters, RandomGenerator random);
}
