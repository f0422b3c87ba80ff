// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

/** The sparsity of a weight over the steps of training. Steps count from 1. */
public sealed interface PruningSchedule permits PolynomialDecay, ConstantSparsity {
    /** Whether weights are pruned before this step. */
    boolean isDue(long step);

    /** The share of zeros, from 0 to below 1, from this step on. */
    double sparsity(long step);
}
