// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

/** How the gradient of a centroid is computed from those of its weights. */
public enum GradientAggregation {
    /** Their sum, tfmot's default. A centroid with many weights moves faster. */
    SUM,
    /** Their mean, so that all centroids move at the same pace; 0 for a centroid without weights. */
    AVERAGE
}
