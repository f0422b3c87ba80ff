// SPDX-License-Identifier: Apache-2.0
/**
 * Weights that share values: each of a layer's weights is one of a few centroids, so that the file compresses well.
 *
 * <p>Start at {@link io.espalier.compress.cluster.Clustering}. {@link io.espalier.compress.cluster.CentroidInitialization} says where centroids
 * start; how they are trained is {@link io.espalier.train.technique.Cluster}'s.
 */
@NullMarked
package io.espalier.compress.cluster;

import org.jspecify.annotations.NullMarked;
