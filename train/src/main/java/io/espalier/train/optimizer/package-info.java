// SPDX-License-Identifier: Apache-2.0
/**
 * Optimizers, with Keras's names, formulas and defaults.
 *
 * <p>Each uses one of TensorFlow's update kernels. tensorflow-framework's optimizers are not used: their learning rate is a constant of the graph, so
 * schedules cannot change it, and they scale momentum by the learning rate later than Keras does.
 */
@NullMarked
package io.espalier.train.optimizer;

import org.jspecify.annotations.NullMarked;
