// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.FolderLock;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who works on what: of all threads that share these claims, and of all processes that see their folder, one at a time has a key. A claim ends with the
 * process that has it, however that ends.
 */
final class Claims {
    private static final int POLL_MILLIS = 50;

    // A process must not try twice for one file: closing the second try would end the lock of the first.
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** A key that one has until it is closed. */
    final class Claim implements AutoCloseable {
        private final String key;
        private final FolderLock lock;

        private Claim(String key, FolderLock lock) {
            this.key = key;
            this.lock = lock;
        }

        @Override
        public void close() throws IOException {
            try {
                lock.close();
            } finally {
                held.remove(key);
            }
        }
    }

    /**
     * Waits until nobody else has the key; empty if it was told to stop meanwhile.
     *
     * @param file that stands for the key
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    Optional<Claim> take(String key, Path file, StopSignal stop) throws IOException {
        while (!stop.isGiven()) {
            EspalierException.Interrupted.check("waiting for a result");
            Optional<Claim> claim = tryTake(key, file);
            if (claim.isPresent()) {
                return claim;
            }
            sleep();
        }
        return Optional.empty();
    }

    private Optional<Claim> tryTake(String key, Path file) throws IOException {
        if (!held.add(key)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<Claim> claim = FolderLock.tryAcquire(file).map(lock -> new Claim(key, lock));
            taken = claim.isPresent();
            return claim;
        } finally {
            if (!taken) {
                held.remove(key);
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static EspalierException.Interrupted interrupted() {
        return new EspalierException.Interrupted("waiting for a result");
    }
}
