// SPDX-License-Identifier: Apache-2.0
/**
 * A small language for patterns in a subgraph: an operator, what its operands are, and what made them.
 *
 * <pre>{@code
 * operator(MUL)
 *     .eitherWay(
 *         tensor().usedOnce().producedBy(operator(CONV_2D).capturedAs(CONVOLUTION)),
 *         tensor().constant().capturedAs(FACTOR))
 * }</pre>
 *
 * <p>Start at {@link io.espalier.lite.rewrite.match.OperatorPattern}. A pattern is a constant: it keeps no state, and what it caught is
 * in the {@link io.espalier.lite.rewrite.match.Match}.
 */
@NullMarked
package io.espalier.lite.rewrite.match;

import org.jspecify.annotations.NullMarked;
