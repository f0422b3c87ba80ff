// SPDX-License-Identifier: Apache-2.0
/** Quantizes a graph as a {@link io.espalier.lite.recipe.Recipe} says. Start at {@link io.espalier.lite.quantize.Quantizer}. */
@NullMarked
package io.espalier.lite.quantize;

import org.jspecify.annotations.NullMarked;
