// SPDX-License-Identifier: Apache-2.0
/**
 * The memory that activations need while a graph runs: when each tensor is needed, and where it can lie. Start at {@link io.espalier.lite.memory.Lifetimes} and
 * {@link io.espalier.lite.memory.GreedyPlanner}.
 *
 * <p>Time is counted in steps: step 0 is before the first operator, step i + 1 is operator i. Not exported: the files for microcontrollers, the generated C
 * and the boards use it.
 */
@NullMarked
package io.espalier.lite.memory;

import org.jspecify.annotations.NullMarked;
