// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.List;

/** What each epoch of a training came to, in order. */
public record History(List<EpochRecord> epochs) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** The last epoch that was finished. */
    public EpochRecord last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch was completed");
        }
        return epochs.get(epochs.size() - 1);
    }
}
