// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.history.History;

/**
 * Training is over.
 *
 * @param history of the epochs that were finished
 * @param control to change the weights once more; there is nothing left to stop
 */
public record TrainEnd(History history, TrainingControl control) {}
