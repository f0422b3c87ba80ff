// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a training, from any thread, to end after the step it is at. Once given, it stays given. {@link ShutdownStop} gives it when the
 * process is asked to end.
 */
public final class StopSignal {
    private final AtomicBoolean given = new AtomicBoolean();

    /** A signal that is not given yet. */
    public StopSignal() {
        // nothing is given
    }

    public void give() {
        given.set(true);
    }

    public boolean isGiven() {
        return given.get();
    }
}
