// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that only readers of Keras files create: calls of TensorFlow functions, such as {@code tf.reduce_mean(x)}, convolutions in groups, and
 * layers without effect on inference.
 */
@NullMarked
package io.espalier.model.layer.function;

import org.jspecify.annotations.NullMarked;
