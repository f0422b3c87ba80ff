// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import io.espalier.compress.sharing.SharedValues;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.CentroidRule;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The centroids that the weights of one layer start with.
 *
 * @param perChannel whether each channel has its own
 * @param zero whether one of them is zero
 */
record InitialCentroids(
        CentroidInitialization initialization, int clusters, boolean perChannel, boolean zero, long seed)
        implements CentroidRule {
    @Override
    public Tensor centroids(Tensor weight) {
        if (!perChannel) {
            return Tensor.of(Shape.of(clusters), centroids(weight.toArray()));
        }
        int channels = weight.shape().channels();
        float[] all = new float[channels * clusters];
        for (int channel = 0; channel < channels; channel++) {
            System.arraycopy(centroids(SharedValues.channel(weight, channel)), 0, all, channel * clusters, clusters);
        }
        return Tensor.of(Shape.of(channels, clusters), all);
    }

    private float[] centroids(float[] weights) {
        SortedWeights sorted = SortedWeights.of(weights);
        SplittableRandom random = new SplittableRandom(seed);
        float[] found = zero
                ? ZeroCentroid.centroids(initialization, sorted, clusters, random)
                : initialization.centroids(sorted, clusters, random);
        return filled(found);
    }

    /** As many centroids as asked for. Copies of the last have no members, as it comes before them, and so stay as they are. */
    private float[] filled(float... found) {
        float[] filled = Arrays.copyOf(found, clusters);
        Arrays.fill(filled, found.length, clusters, found[found.length - 1]);
        return filled;
    }
}
