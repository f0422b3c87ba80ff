// SPDX-License-Identifier: Apache-2.0
/**
 * Weight clustering: each weight of a layer is one of a few centroids, so that the file compresses well.
 *
 * <p>Start at {@link io.espalier.compress.cluster.Clustering}. {@link io.espalier.compress.cluster.CentroidInitialization} chooses the initial
 * centroids; {@link io.espalier.train.technique.Cluster} trains them.
 */
@NullMarked
package io.espalier.compress.cluster;

import org.jspecify.annotations.NullMarked;
