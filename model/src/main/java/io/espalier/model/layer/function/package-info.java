// SPDX-License-Identifier: Apache-2.0
/** Layers that stand for calls of TensorFlow functions in a Keras graph, such as {@code tf.reduce_mean(x)}. */
@NullMarked
package io.espalier.model.layer.function;

import org.jspecify.annotations.NullMarked;
