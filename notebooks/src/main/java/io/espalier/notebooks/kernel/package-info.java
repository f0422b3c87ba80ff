// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluates cells with the JDK's JShell, with the magics, imports and functions that cells find in the kernel JJava.
 *
 * <p>Start at {@link io.espalier.notebooks.kernel.Kernel}.
 */
@NullMarked
package io.espalier.notebooks.kernel;

import org.jspecify.annotations.NullMarked;
