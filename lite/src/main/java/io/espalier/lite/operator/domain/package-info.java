// SPDX-License-Identifier: Apache-2.0
/**
 * What numbers operators can take where not every number will do: indices into a table, axes, sizes, a permutation. Start at {@link
 * io.espalier.lite.operator.domain.OperandDomains}, a table with a row for each such operand; {@link
 * io.espalier.lite.operator.domain.InputLimits} follows a graph's inputs to them.
 *
 * <p>Kernels of TFLite 2.20 check some of these themselves and trust others. Here all are checked, before a kernel sees them. What
 * follows only from the values of two inputs together, such as a beginning and a size, is left to the kernels.
 */
@NullMarked
package io.espalier.lite.operator.domain;

import org.jspecify.annotations.NullMarked;
