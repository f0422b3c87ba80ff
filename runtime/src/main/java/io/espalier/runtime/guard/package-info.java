// SPDX-License-Identifier: Apache-2.0
/** Checks that stand before the native interpreter: of graphs and of input values that it would not survive. */
@NullMarked
package io.espalier.runtime.guard;

import org.jspecify.annotations.NullMarked;
