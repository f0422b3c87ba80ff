// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads a response, and gives up when nothing has come for a while: Java's HTTP client watches only the time to the headers. */
final class StallGuard implements AutoCloseable {
    private final InputStream body;
    private final Duration patience;
    private final ScheduledExecutorService watch;
    private volatile long lastRead = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration patience) {
        this.body = body;
        this.patience = patience;
        this.watch = Executors.newSingleThreadScheduledExecutor(action -> {
            Thread thread = new Thread(action, "download-watch");
            thread.setDaemon(true);
            return thread;
        });
        long interval = Math.max(1, patience.toMillis() / 4);
        var unused = watch.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Reads as {@link InputStream#read(byte[])} does; what breaks off is a {@link BrokenFileException}. */
    int read(byte[] buffer) throws BrokenFileException {
        try {
            int count = body.read(buffer);
            lastRead = System.nanoTime();
            if (!stalled) {
                return count;
            }
        } catch (IOException e) {
            if (!stalled) {
                throw new BrokenFileException("the connection was lost: " + e.getMessage(), e);
            }
        }
        throw new BrokenFileException("the server sent nothing for " + patience.toMillis() + " ms");
    }

    private void check() {
        if (System.nanoTime() - lastRead > patience.toNanos()) {
            stalled = true;
            try {
                body.close();
            } catch (IOException e) {
                throw new IllegalStateException("a response's stream closes without reading", e);
            }
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
