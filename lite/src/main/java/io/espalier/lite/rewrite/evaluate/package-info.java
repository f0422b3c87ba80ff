// SPDX-License-Identifier: Apache-2.0
/**
 * Computes operators on constants, once and for all: the arithmetic below the rules that fold. Start at {@link
 * io.espalier.lite.rewrite.evaluate.Evaluators}, the table of what can be computed. Results equal those of TFLite's kernels: to the bit where
 * values are only moved, and to the rounding of floats elsewhere. Whether to fold is not decided here.
 */
@NullMarked
package io.espalier.lite.rewrite.evaluate;

import org.jspecify.annotations.NullMarked;
