// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;

/** Which steps prune: from the begin to the end, every so many. */
record PruningPeriod(long beginStep, long endStep, long frequency) {
    /** As the end: pruning goes on for ever. */
    static final long FOREVER = -1;

    PruningPeriod {
        if (beginStep < 0) {
            throw new CompressionException("pruning must begin at step 0 or later, not at " + beginStep);
        }
        if (endStep != FOREVER && endStep < beginStep) {
            throw new CompressionException(
                    "pruning that begins at step " + beginStep + " cannot end at step " + endStep);
        }
        if (frequency < 1) {
            throw new CompressionException("the pruning frequency must be 1 step or more, not " + frequency);
        }
    }

    boolean contains(long step) {
        return step >= beginStep && (endStep == FOREVER || step <= endStep) && (step - beginStep) % frequency == 0;
    }
}
