// SPDX-License-Identifier: Apache-2.0
/**
 * What training makes small, by Keras's names and formulas.
 *
 * <p>{@link io.espalier.train.loss.Loss} is the seam; each loss also says when an answer is right, which is Keras's {@code accuracy} for it. As in
 * Keras, a loss from probabilities is computed from the logits where the model's last layer shows them. They are ours because
 * tensorflow-framework's losses neither do that nor report accuracy of the same pass. An {@link io.espalier.train.loss.InnerLoss} is added to one for
 * what goes on inside the model, such as {@link io.espalier.train.distil.FeatureMatching}.
 */
@NullMarked
package io.espalier.train.loss;

import org.jspecify.annotations.NullMarked;
