// SPDX-License-Identifier: Apache-2.0
/**
 * Typed views on the options of the operators that lowering, rewrites and quantization touch: {@code of} reads an
 * {@link io.espalier.lite.Options}, {@code toOptions} makes one.
 *
 * <p>An operator that nobody looks into needs no view: its options are carried as they are.
 */
@NullMarked
package io.espalier.lite.options;

import org.jspecify.annotations.NullMarked;
