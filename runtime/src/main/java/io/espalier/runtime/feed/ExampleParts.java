// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.base.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits examples into parts and processes each part in its own thread.
 *
 * @param model what messages call the model
 * @param size how many examples there are
 * @param unit how many examples, counted from the first, must stay together
 */
public record ExampleParts(String model, int size, int unit, int threads) {
    /** What is done with the examples {@code from} (inclusive) to {@code to} (exclusive). */
    public interface Work<T> {
        public T run(int from, int to);
    }

    /** What each part gave, in the order of the examples. */
    public <T> List<T> run(Work<T> work) {
        if (threads == 1) {
            return List.of(work.run(0, size));
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int from = cut(i);
                int to = cut(i + 1);
                futures.add(executor.submit(() -> work.run(from, to)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** Where a part begins: the number of its first example. */
    public int cut(int part) {
        long units = (size + unit - 1L) / unit;
        return (int) Math.min(size, units * part / threads * unit);
    }

    private <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(model + ": a thread failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted(model);
        }
    }
}
