// SPDX-License-Identifier: Apache-2.0
/**
 * Magnitude pruning: weights of small magnitude become zero, gradually in training or at once.
 *
 * <p>Start at {@link io.espalier.compress.prune.Pruning}. A {@link io.espalier.compress.prune.PruningSchedule} says how many weights become zero and
 * when, a {@link io.espalier.compress.prune.SparsityPattern} which ones together.
 */
@NullMarked
package io.espalier.compress.prune;

import org.jspecify.annotations.NullMarked;
