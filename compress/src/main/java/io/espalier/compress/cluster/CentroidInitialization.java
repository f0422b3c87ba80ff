// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import java.util.random.RandomGenerator;

/** How the initial centroids are chosen from a layer's weights. */
public enum CentroidInitialization {
    /** Evenly spaced from the smallest weight to the largest. */
    LINEAR {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return new Spacing(weights.least(), weights.greatest(), clusters).toFloats();
        }
    },
    /** Random, uniformly between the smallest weight and the largest. */
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
    /** By the density of the weights, on a grid of 30 points: denser where there are more weights. */
    DENSITY_BASED {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return DensityCentroids.seed(weights, clusters);
        }
    },
    /** The seeding of k-means++: random weights that are far from each other. The default of tfmot. */
    KMEANS_PLUS_PLUS {
        @Override
        float[] centroids(SortedWeights weights, int clusters, RandomGenerator random) {
            return KMeansPlusPlus.seed(weights, clusters, random);
        }
    },
    /** K-means until it converges (Lloyd's algorithm), which makes the squared error small before training. The default. */
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
