// SPDX-License-Identifier: Apache-2.0
/** Parametrizations of a model's weights and activations, and the operations that apply them in a TensorFlow graph. */
@NullMarked
package io.espalier.train.applied;

import org.jspecify.annotations.NullMarked;
