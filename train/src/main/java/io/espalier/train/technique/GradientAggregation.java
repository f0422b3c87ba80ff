// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

/** How the gradients of all weights that share a centroid become its own. */
public enum GradientAggregation {
    /** Added up: tfmot's default. A centroid with many members moves faster. */
    SUM,
    /** Their mean, so that all centroids move at one pace; 0 where a centroid has no members. */
    AVERAGE
}
