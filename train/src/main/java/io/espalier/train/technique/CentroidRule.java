// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/** Where centroids start. A function of its argument alone. */
@FunctionalInterface
public interface CentroidRule {
    /**
     * Centroids for a weight.
     *
     * @return of shape (clusters) where all of the weight shares them, or (channels, clusters) where each channel, the weight's last axis, has its
     *     own
     */
    Tensor centroids(Tensor weight);
}
