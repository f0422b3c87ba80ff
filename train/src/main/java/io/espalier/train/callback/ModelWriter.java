// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.Model;
import io.espalier.train.history.EpochRecord;
import java.io.IOException;

/** Keeps a model that a training passed through, in a file or elsewhere. */
@FunctionalInterface
public interface ModelWriter {
    /**
     * Saves the model.
     *
     * @param epoch the epoch after which it is so
     * @throws IOException if it cannot be written; training ends with that
     */
    void save(Model model, EpochRecord epoch) throws IOException;
}
