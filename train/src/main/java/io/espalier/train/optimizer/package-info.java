// SPDX-License-Identifier: Apache-2.0
/**
 * How weights change with their gradients, by Keras's names, formulas and defaults.
 *
 * <p>Each is one of TensorFlow's own update kernels. tensorflow-framework's optimizers are not used: their learning rate is a constant of
 * the graph, which no schedule can change, and their momentum is scaled by the learning rate later than Keras's.
 */
@NullMarked
package io.espalier.train.optimizer;

import org.jspecify.annotations.NullMarked;
