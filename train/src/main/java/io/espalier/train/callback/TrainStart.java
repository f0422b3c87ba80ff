// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.history.History;

/**
 * Training is about to begin, or to go on where it was stopped.
 *
 * @param model as it was given to the trainer, or as the checkpoint has it
 * @param loss Keras's name of the loss
 * @param stepsDone how many steps were done before the training was resumed; 0 otherwise
 * @param history of the epochs that were finished before
 * @param control to end the training before it goes on
 */
public record TrainStart(
        Model model,
        String loss,
        int epochs,
        int stepsPerEpoch,
        boolean validates,
        long stepsDone,
        History history,
        TrainingControl control) {}
