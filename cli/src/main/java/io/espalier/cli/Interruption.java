// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.train.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C while a model is trained: the step at hand is finished and what was learned is kept before the process ends. */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final StopSignal signal = new StopSignal();
    private final CountDownLatch workDone = new CountDownLatch(1);

    private Interruption() {}

    /** Watches from here until it is closed. */
    static Interruption guard() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::stopAndWait, "espalier-interruption"));
        return interruption;
    }

    StopSignal signal() {
        return signal;
    }

    private void stopAndWait() {
        signal.give();
        try {
            if (!workDone.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("espalier: gave up waiting for the step at hand");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        workDone.countDown();
    }
}
