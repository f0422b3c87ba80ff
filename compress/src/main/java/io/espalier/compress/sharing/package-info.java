// SPDX-License-Identifier: Apache-2.0
/** Weights whose values are shared: how to find the values, and how to cluster one weight. */
@NullMarked
package io.espalier.compress.sharing;

import org.jspecify.annotations.NullMarked;
