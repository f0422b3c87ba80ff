// SPDX-License-Identifier: Apache-2.0
/** Gradients that TensorFlow's C++ library lacks; {@link io.espalier.train.gradient.Gradients} registers them. */
@NullMarked
package io.espalier.train.gradient;

import org.jspecify.annotations.NullMarked;
