// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

/** How large a share of a weight is zero as training goes on. Steps count from 1. */
public sealed interface PruningSchedule permits PolynomialDecay, ConstantSparsity {
    /** Whether weights are pruned before this step. */
    boolean isDue(long step);

    /** The share of zeros from this step on, where it {@link #isDue}: from 0 to below 1. */
    double sparsity(long step);
}
