// SPDX-License-Identifier: Apache-2.0
/**
 * TensorFlow's native library: how it is loaded, and what it writes then.
 *
 * <p>Start at {@link io.espalier.train.library.TensorFlowLibrary}.
 */
@NullMarked
package io.espalier.train.library;

import org.jspecify.annotations.NullMarked;
