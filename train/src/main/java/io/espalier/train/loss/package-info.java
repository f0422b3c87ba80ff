// SPDX-License-Identifier: Apache-2.0
/**
 * Loss functions, with Keras's names and formulas.
 *
 * <p>Each {@link io.espalier.train.loss.Loss} also computes the accuracy that Keras reports for it. As in Keras, cross-entropy of probabilities is
 * computed from the logits if the model's last layer has them. tensorflow-framework's losses are not used: they do neither.
 */
@NullMarked
package io.espalier.train.loss;

import org.jspecify.annotations.NullMarked;
