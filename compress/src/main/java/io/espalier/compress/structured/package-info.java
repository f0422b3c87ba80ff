// SPDX-License-Identifier: Apache-2.0
/**
 * Structured pruning: whole filters are removed, and layers really become smaller, with all layers after them. No training and no
 * special kernel is needed: what comes out is a plain, smaller {@link io.espalier.model.Model}.
 *
 * <p>Start at {@link io.espalier.compress.structured.FilterPruning}. {@link io.espalier.compress.structured.ChannelDependencies} finds
 * which channels can only go together; {@link io.espalier.compress.structured.FilterRanking} says which matter least; {@link
 * io.espalier.compress.structured.FilterPlan} is the decision, which can be printed, and carries it out. Zeros within filters that stay
 * are no matter of this package.
 */
@NullMarked
package io.espalier.compress.structured;

import org.jspecify.annotations.NullMarked;
