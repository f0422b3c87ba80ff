// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a training cleanly when the process is asked to end, by Ctrl-C for instance. The process then goes on until this is closed, so that
 * sessions are not torn down while they run, and what is kept is written whole.
 *
 * <pre>{@code
 * try (ShutdownStop stop = ShutdownStop.install(Duration.ofSeconds(30))) {
 *     trainer.stopWhen(stop.signal()).fit(model, dataset);
 * }
 * }</pre>
 */
public final class ShutdownStop implements AutoCloseable {
    private final StopSignal signal = new StopSignal();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private ShutdownStop(Duration patience) {
        this.hook = new Thread(() -> stopAndWait(patience), "espalier-shutdown");
    }

    /**
     * Starts to listen.
     *
     * @param patience how long the process waits at most
     */
    public static ShutdownStop install(Duration patience) {
        ShutdownStop stop = new ShutdownStop(patience);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    private void stopAndWait(Duration patience) {
        signal.give();
        try {
            boolean inTime = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println("training did not stop within " + patience.toSeconds() + " s; exiting anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Given when the process is asked to end. */
    public StopSignal signal() {
        return signal;
    }

    @Override
    public void close() {
        done.countDown();
        if (!signal.isGiven()) {
            removeHook();
        }
    }

    // The process may be asked to end at this very moment: then the hook runs, finds nothing to wait for, and that is
    // well.
    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            signal.give();
        }
    }
}
