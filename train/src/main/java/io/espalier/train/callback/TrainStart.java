// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;

/**
 * Training is about to begin.
 *
 * @param model as it was given to the trainer
 * @param loss Keras's name of the loss
 */
public record TrainStart(Model model, String loss, int epochs, int stepsPerEpoch, boolean validates) {}
