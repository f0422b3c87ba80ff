// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a training run, from any thread, to stop after the current step; a shutdown hook can give it, for example. Once given, it stays given. */
public final class StopSignal {
    private final AtomicBoolean given = new AtomicBoolean();

    /** Creates a signal that is not given yet. */
    public StopSignal() {
        // nothing is given
    }

    /** Asks training to stop. */
    public void give() {
        given.set(true);
    }

    /** Whether the signal was given. */
    public boolean isGiven() {
        return given.get();
    }
}
