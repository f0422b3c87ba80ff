// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.history.EpochRecord;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.function.Supplier;

/**
 * An epoch was done, and validated where there is a validation set.
 *
 * @param snapshot makes a copy of the model as it is now, with all that lies on its weights
 * @param control to end the training or change its weights
 */
public record EpochEnd(EpochRecord epoch, Supplier<ParametrizedModel> snapshot, TrainingControl control) {
    /** A copy of the model as it is now, with its weights as layers see them. */
    public Model model() {
        return snapshot.get().strip();
    }
}
