// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the notebooks of {@code docs/notebooks} as a Jupyter kernel for Java would, and keeps what their cells print and draw.
 *
 * <p>Start at {@link io.espalier.notebooks.RunNotebooks}.
 */
@NullMarked
package io.espalier.notebooks;

import org.jspecify.annotations.NullMarked;
