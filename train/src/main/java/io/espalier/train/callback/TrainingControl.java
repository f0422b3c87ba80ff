// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.parametrize.ParametrizedModel;

/** What a callback may do to the training it looks on. */
public interface TrainingControl {
    /** Ends the training after this epoch. */
    void stop();

    /** Goes back to the weights and the state of an {@linkplain EpochEnd#snapshot earlier moment}. */
    void use(ParametrizedModel snapshot);
}
