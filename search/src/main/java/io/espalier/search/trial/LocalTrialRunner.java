// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.EspalierException;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs trials in this process, several side by side. A trial whose next step another one trains waits for its turn; others come first meanwhile. */
public final class LocalTrialRunner implements TrialRunner {
    private static final int LOOK_AGAIN_MILLIS = 200;

    private final int workers;

    /**
     * @param workers how many trials run at once
     * @throws IllegalArgumentException if there is none
     */
    public LocalTrialRunner(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("there must be 1 worker or more, not " + workers);
        }
        this.workers = workers;
    }

    @Override
    public List<TrialResult> run(TrialSetup setup, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        return run(setup.open(), trials, done, stop);
    }

    /** The same with what is open already. */
    public List<TrialResult> run(TrialBench bench, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        return run(bench, trials, trial -> bench.run(trial, stop), done, stop);
    }

    /** Where one trial is carried out; the thread that asks waits for it. */
    @FunctionalInterface
    public interface Place {
        /**
         * @return the result; empty if it was told to stop
         * @throws IOException if the store cannot be read or written
         */
        Optional<TrialResult> run(Trial trial) throws IOException;
    }

    /**
     * The same where another process carries out each trial, and keeps what comes of it in the same store.
     *
     * @param bench tells what the trials have in common
     */
    public List<TrialResult> run(
            TrialBench bench, List<Trial> trials, Place place, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        Queue queue = new Queue(bench, trials, place, done, stop);
        if (workers == 1) {
            queue.work();
            return queue.results();
        }
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(threads.submit(() -> {
                    queue.work();
                    return null;
                }));
            }
            for (Future<?> worker : all) {
                finish(worker, queue);
            }
        } finally {
            threads.shutdown();
        }
        return queue.results();
    }

    private static void finish(Future<?> worker, Queue queue) throws IOException {
        try {
            worker.get();
        } catch (InterruptedException e) {
            queue.end();
            Thread.currentThread().interrupt();
            throw new EspalierException.Interrupted("the search");
        } catch (ExecutionException e) {
            queue.end();
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** The trials of one call. */
    private static final class Queue {
        private final TrialBench bench;
        private final List<Trial> trials;
        private final Place place;
        private final Consumer<TrialResult> done;
        private final StopSignal stop;
        private final List<Trial> waiting;
        private final Map<Trial, TrialPath> paths = new LinkedHashMap<>();
        private final Map<Trial, TrialResult> results = new LinkedHashMap<>();
        private final Set<String> begun = new HashSet<>();
        private boolean ended;

        Queue(TrialBench bench, List<Trial> trials, Place place, Consumer<TrialResult> done, StopSignal stop)
                throws IOException {
            this.bench = bench;
            this.trials = List.copyOf(trials);
            this.place = place;
            this.done = done;
            this.stop = stop;
            this.waiting = new ArrayList<>(trials);
            for (Trial trial : trials) {
                paths.put(trial, bench.path(trial));
            }
        }

        void work() throws IOException {
            Optional<Task> next = next();
            while (next.isPresent()) {
                try {
                    Optional<TrialResult> result = place.run(next.get().trial());
                    result.ifPresent(this::add);
                } finally {
                    free(next.get().key());
                }
                next = next();
            }
        }

        private record Task(Trial trial, String key) {}

        private synchronized Optional<Task> next() {
            while (!ended && !stop.isGiven() && !waiting.isEmpty()) {
                for (int i = 0; i < waiting.size(); i++) {
                    Trial trial = waiting.get(i);
                    String key = Objects.requireNonNull(paths.get(trial)).firstMissing(bench.store());
                    if (begun.add(key)) {
                        waiting.remove(i);
                        return Optional.of(new Task(trial, key));
                    }
                }
                try {
                    wait(LOOK_AGAIN_MILLIS); // other processes, and steps in the middle of a trial, tell nobody
                } catch (InterruptedException e) {
                    throw new EspalierException.Interrupted("the search");
                }
            }
            return Optional.empty();
        }

        private synchronized void free(String key) {
            begun.remove(key);
            notifyAll();
        }

        private synchronized void add(TrialResult result) {
            results.put(result.trial(), result);
            done.accept(result);
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized List<TrialResult> results() {
            List<TrialResult> inOrder = new ArrayList<>();
            for (Trial trial : trials) {
                @Nullable TrialResult result = results.get(trial);
                if (result != null) {
                    inOrder.add(result);
                }
            }
            return inOrder;
        }
    }
}
