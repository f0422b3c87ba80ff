// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.parallel;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Jobs that do not depend on each other, on several threads: a thread that is done takes the next. */
public final class InParallel {
    private InParallel() {}

    /**
     * Runs all jobs.
     *
     * @param work what is interrupted if the thread is
     * @param threads at most
     * @return what each gave, in the order of the jobs, whichever is done first
     * @throws RuntimeException what the first of the jobs that failed, in their order, threw; the others are stopped
     */
    public static <T> List<T> all(String work, int threads, List<? extends Supplier<T>> jobs) {
        List<T> results = new ArrayList<>();
        if (threads == 1 || jobs.size() == 1) {
            for (Supplier<T> job : jobs) {
                EspalierException.Interrupted.check(work);
                results.add(job.get());
            }
            return results;
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            jobs.forEach(job -> futures.add(executor.submit(job::get)));
            for (Future<T> future : futures) {
                results.add(result(work, future));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** How many jobs are done, by all threads together. */
    public static final class Count {
        private final String what;
        private final long total;
        private final ProgressListener listener;
        private long done;

        public Count(String what, long total, ProgressListener listener) {
            this.what = what;
            this.total = total;
            this.listener = listener;
        }

        /** One more. */
        public synchronized void one() {
            listener.progress(what, ++done, total);
        }
    }

    private static <T> T result(String work, Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(work + ": a thread failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted(work);
        }
    }
}
