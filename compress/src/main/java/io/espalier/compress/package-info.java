// SPDX-License-Identifier: Apache-2.0
/**
 * Compression of models: what is made zero, what shares a value, what is rounded, and when. Each technique has a package of its own.
 *
 * <p>Here it is decided, in plain Java; how a parametrized tensor is computed while training is {@code io.espalier.train}'s.
 */
@NullMarked
package io.espalier.compress;

import org.jspecify.annotations.NullMarked;
