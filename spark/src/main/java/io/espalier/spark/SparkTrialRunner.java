// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;
import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialRunner;
import io.espalier.search.trial.TrialSetup;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials of a search on the executors of a cluster, one trial a task.
 *
 * <p>Model and data are sent to each executor once. Results are kept by content in a folder that the driver and all executors see under the
 * same name, so that what was done is never done again. A trial that fails is a result with its error. When an executor is lost, Spark starts
 * its trials elsewhere, and they go on from the last checkpoint of a training; a trial that brings executors down each time
 * ({@code spark.task.maxFailures}, 4) is a result with that error. Executors measure no latency.
 */
public final class SparkTrialRunner implements TrialRunner {
    // what waits here costs a thread; a cluster that grows with its work has enough to go by
    private static final int MOST_AT_ONCE = 256;
    private static final int LOOK_MILLIS = 100;

    private final JavaSparkContext spark;
    private final boolean ships;
    private @Nullable SentBench last;

    private SparkTrialRunner(JavaSparkContext spark, boolean ships) {
        this.spark = spark;
        this.ships = ships;
    }

    /**
     * A runner that opens the data here and sends them to executors.
     *
     * @param spark what runs the trials; not closed here
     */
    public SparkTrialRunner(JavaSparkContext spark) {
        this(spark, true);
    }

    /** A copy that lets executors open the data; for data that are too large to send, on a file system that all machines see. */
    public SparkTrialRunner withDataOpenedByExecutors() {
        return new SparkTrialRunner(spark, false);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ClusterException if a trial takes more threads than a task has cores ({@code spark.task.cpus}), the data are too large to send, or
     *     the connection to the cluster ends
     */
    @Override
    public List<TrialResult> run(TrialSetup setup, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        requireCores(setup.threads());
        try {
            return run(sent(setup), trials, done, stop);
        } catch (IllegalStateException e) {
            requireSpark(e);
            throw e;
        }
    }

    private List<TrialResult> run(SentBench sent, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        String group = "espalier-search-" + UUID.randomUUID();
        sent.begin();
        try {
            int atOnce = Math.max(1, Math.min(trials.size(), MOST_AT_ONCE));
            return new LocalTrialRunner(atOnce)
                    .run(sent.bench(), trials, trial -> run(trial, sent, group, stop), done, stop);
        } finally {
            sent.end();
        }
    }

    // a search has several rounds
    private synchronized SentBench sent(TrialSetup setup) throws IOException {
        if (last == null || last.setup() != setup) {
            if (last != null) {
                last.shared().destroy();
            }
            last = SentBench.of(spark, setup, ships);
        }
        return last;
    }

    private void requireCores(int threads) {
        int cores = spark.getConf().getInt("spark.task.cpus", 1);
        if (threads > cores) {
            throw ClusterException.badUse("a trial takes " + threads + " threads, but a task has "
                    + (cores == 1 ? "1 core" : cores + " cores") + "; set spark.task.cpus=" + threads
                    + ", or let trials take " + cores);
        }
    }

    private Optional<TrialResult> run(Trial trial, SentBench sent, String group, StopSignal stop) throws IOException {
        long start = System.nanoTime();
        JavaFutureAction<List<TrialResult>> job = begun(trial, sent, group);
        try {
            return await(job, stop);
        } catch (ExecutionException e) {
            if (stop.isGiven()) {
                return Optional.empty();
            }
            requireSpark(e);
            return Optional.of(TrialResult.failed(
                    trial, sent.bench().key(trial), reason(e), 0, (System.nanoTime() - start) / 1e9));
        } catch (InterruptedException e) {
            job.cancel(true);
            throw new EspalierException.Interrupted("the search");
        }
    }

    // a job of its own: one that fails does not end the others
    private JavaFutureAction<List<TrialResult>> begun(Trial trial, SentBench sent, String group) {
        Broadcast<SharedBench> shared = sent.shared();
        spark.setJobGroup(group, "Trial " + trial.id() + ": " + trial.describe(), true);
        return spark.parallelize(List.of(trial), 1)
                .map(each -> shared.value().run(each))
                .collectAsync();
    }

    private void requireSpark(Exception failure) {
        if (spark.sc().isStopped()) {
            throw ClusterException.failed(
                    "Spark ended before the search did; what is done is kept, and another search with the same folder goes on",
                    failure);
        }
    }

    private static Optional<TrialResult> await(JavaFutureAction<List<TrialResult>> job, StopSignal stop)
            throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return Optional.of(job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS).get(0));
            } catch (TimeoutException e) {
                if (stop.isGiven()) {
                    job.cancel(true);
                    return Optional.empty();
                }
            }
        }
    }

    private static String reason(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EspalierException known) {
                return known.getMessage();
            }
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return "the cluster gave this trial up: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
