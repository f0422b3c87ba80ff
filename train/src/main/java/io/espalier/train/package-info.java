// SPDX-License-Identifier: Apache-2.0
/**
 * Training and evaluation on TensorFlow, in Keras's words.
 *
 * <p>Start at {@link io.espalier.train.Trainer}: it takes a model and a data set and returns a {@link io.espalier.train.TrainingResult}. Losses,
 * optimizers and callbacks have packages of their own; {@code lowering} makes TensorFlow's operations of layers, and {@code session} runs
 * them; {@code checkpoint} keeps a training on disk. This module alone knows TensorFlow, whose native library it loads.
 */
@NullMarked
package io.espalier.train;

import org.jspecify.annotations.NullMarked;
