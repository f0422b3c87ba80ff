// SPDX-License-Identifier: Apache-2.0
/**
 * Training and evaluation of models on TensorFlow, in Keras's terms.
 *
 * <p>Start at {@link io.espalier.train.Trainer}: it takes a model and a data set and returns a {@link io.espalier.train.TrainingResult}. {@link
 * io.espalier.train.Evaluator} computes metrics and predictions. Losses, optimizers and callbacks have their own packages. This module is the only
 * one that uses TensorFlow, and loads its native library.
 */
@NullMarked
package io.espalier.train;

import org.jspecify.annotations.NullMarked;
