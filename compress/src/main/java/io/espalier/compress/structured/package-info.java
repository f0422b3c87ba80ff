// SPDX-License-Identifier: Apache-2.0
/**
 * Structured pruning: whole filters are removed, so that layers and those after them become smaller. It needs no training and no sparse kernels; the
 * result is a plain, smaller {@link io.espalier.model.Model}.
 *
 * <p>Start at {@link io.espalier.compress.structured.FilterPruning}. {@link io.espalier.compress.structured.FilterPruning.Ranking} says which filters matter
 * least; {@link io.espalier.compress.structured.FilterPlan} is the decision, which can be printed and applied.
 */
@NullMarked
package io.espalier.compress.structured;

import org.jspecify.annotations.NullMarked;
