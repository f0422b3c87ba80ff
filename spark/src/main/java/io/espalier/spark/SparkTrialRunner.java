// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;
import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialRunner;
import io.espalier.search.trial.TrialSetup;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Runs the trials of a search on the executors of a cluster, one trial a task.
 *
 * <p>The model is sent to each executor once; the data are opened there once. Results are kept by content in a folder that the driver and all
 * executors see under the same name, so that what was done is never done again. A trial that fails is a result with its error. When an
 * executor is lost, Spark starts its trials elsewhere, and they go on from the last checkpoint of a training; a trial that brings
 * executors down each time ({@code spark.task.maxFailures}, 4) is a result with that error. Executors measure no latency.
 */
public final class SparkTrialRunner implements TrialRunner {
    // what waits here costs a thread; more tell a cluster that grows with its work no more
    private static final int MOST_AT_ONCE = 256;
    private static final int LOOK_MILLIS = 100;

    private final JavaSparkContext spark;

    /** @param spark what runs the trials; not closed here */
    public SparkTrialRunner(JavaSparkContext spark) {
        this.spark = spark;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ClusterException if a trial takes more threads than a task has cores ({@code spark.task.cpus})
     */
    @Override
    public List<TrialResult> run(TrialSetup setup, List<Trial> trials, Consumer<TrialResult> done, StopSignal stop)
            throws IOException {
        requireCores(setup.threads());
        TrialBench bench = setup.open();
        String group = "espalier-search-" + UUID.randomUUID();
        Path mark = Files.createFile(setup.folder().resolve(group));
        Broadcast<SharedBench> shared = spark.broadcast(new SharedBench(setup, group));
        try {
            int atOnce = Math.max(1, Math.min(trials.size(), MOST_AT_ONCE));
            return new LocalTrialRunner(atOnce)
                    .run(bench, trials, trial -> sent(trial, bench.key(trial), shared, group, stop), done, stop);
        } finally {
            shared.destroy();
            Files.deleteIfExists(mark);
        }
    }

    private void requireCores(int threads) {
        int cores = spark.getConf().getInt("spark.task.cpus", 1);
        if (threads > cores) {
            throw ClusterException.badUse("a trial takes " + threads + " threads, but a task has "
                    + (cores == 1 ? "1 core" : cores + " cores") + "; set spark.task.cpus=" + threads
                    + ", or let trials take " + cores);
        }
    }

    private Optional<TrialResult> sent(
            Trial trial, String key, Broadcast<SharedBench> shared, String group, StopSignal stop) {
        long start = System.nanoTime();
        spark.setJobGroup(group, "Trial " + trial.id() + ": " + trial.describe(), true);
        // a job of its own: one that fails does not end the others
        JavaFutureAction<List<TrialResult>> job = spark.parallelize(List.of(trial), 1)
                .map(sent -> shared.value().run(sent))
                .collectAsync();
        try {
            while (true) {
                try {
                    return Optional.of(
                            job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS).get(0));
                } catch (TimeoutException e) {
                    if (stop.isGiven()) {
                        job.cancel(true);
                        return Optional.empty();
                    }
                }
            }
        } catch (ExecutionException e) {
            return stop.isGiven()
                    ? Optional.empty()
                    : Optional.of(TrialResult.failed(trial, key, reason(e), 0, (System.nanoTime() - start) / 1e9));
        } catch (InterruptedException e) {
            job.cancel(true);
            throw new EspalierException.Interrupted("the search");
        }
    }

    private static String reason(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EspalierException known) {
                return known.getMessage();
            }
        }
        Throwable spark = failure.getCause() == null ? failure : failure.getCause();
        return "the cluster gave this trial up: "
                + String.valueOf(spark.getMessage()).lines().findFirst().orElse(spark.toString());
    }
}
