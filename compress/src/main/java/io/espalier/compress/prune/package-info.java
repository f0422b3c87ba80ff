// SPDX-License-Identifier: Apache-2.0
/**
 * Weights of small magnitude become zero: little by little while a model is trained, or at once.
 *
 * <p>Start at {@link io.espalier.compress.prune.Pruning}. A {@link io.espalier.compress.prune.PruningSchedule} says when and how many, a {@link
 * io.espalier.compress.prune.SparsityPattern} which. Where zeros are to save time, {@code SparseRegion} says where they do. Removing whole filters, which leaves smaller layers instead of zeros, is not done here.
 */
@NullMarked
package io.espalier.compress.prune;

import org.jspecify.annotations.NullMarked;
