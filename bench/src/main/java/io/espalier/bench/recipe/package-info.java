// SPDX-License-Identifier: Apache-2.0
/** The recipes that are part of Espalier, on small networks of all kinds. */
@NullMarked
package io.espalier.bench.recipe;

import org.jspecify.annotations.NullMarked;
