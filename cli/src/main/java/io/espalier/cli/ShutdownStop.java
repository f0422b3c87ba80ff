// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.train.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops training cleanly when the process is asked to terminate, for example with Ctrl-C. The process then continues until this is closed, so that
 * sessions do not end while they run, and checkpoints are written completely.
 *
 * <pre>{@code
 * try (ShutdownStop stop = ShutdownStop.install(Duration.ofSeconds(30))) {
 *     trainer.withStopSignal(stop.signal()).fit(model, dataset);
 * }
 * }</pre>
 */
final class ShutdownStop implements AutoCloseable {
    private final StopSignal signal = new StopSignal();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private ShutdownStop(Duration patience) {
        this.hook = new Thread(() -> stopAndWait(patience), "espalier-shutdown");
    }

    /**
     * Starts to listen for the termination of the process.
     *
     * @param patience the longest time that the process waits for {@link #close}
     */
    static ShutdownStop install(Duration patience) {
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

    /** The signal that is given when the process is asked to terminate. Pass it to {@link io.espalier.train.Trainer#withStopSignal}. */
    StopSignal signal() {
        return signal;
    }

    /** Stops listening, and lets the process terminate. */
    @Override
    public void close() {
        done.countDown();
        if (!signal.isGiven()) {
            removeHook();
        }
    }

    // If the process is asked to terminate at this very moment, the hook runs and finds nothing to wait for.
    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            signal.give();
        }
    }
}
