// SPDX-License-Identifier: Apache-2.0
/** Spaces of recipes: what a recipe leaves open, what it is judged by, and which recipes are tried. */
@NullMarked
package io.espalier.search.space;

import org.jspecify.annotations.NullMarked;
