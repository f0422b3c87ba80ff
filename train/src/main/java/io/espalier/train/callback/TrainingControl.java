// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Weights;

/** What a callback may do to the training it looks on. */
public interface TrainingControl {
    /** Ends the training after this epoch. */
    void stop();

    /** Replaces the weights by others of the same model. */
    void useWeights(Weights weights);
}
