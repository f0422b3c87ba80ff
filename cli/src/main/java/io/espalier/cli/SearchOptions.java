// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.FolderLock;
import io.espalier.base.internal.Folders;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.internal.OutputFolder;
import io.espalier.experiment.internal.UnfinishedWork;
import io.espalier.experiment.report.Report;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a search is done, and where its files go. */
final class SearchOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Argument<Path> out;
    private final Argument<String> sampler;
    private final Argument<Integer> trials;
    private final Argument<Long> maxTrials;
    private final Argument<Integer> workers;
    private final Argument<Integer> threads;
    private final ClusterOptions cluster;
    private final Argument<Long> seed;
    private final Argument<Boolean> dryRun;
    private final Argument<Boolean> resume;
    private final Argument<Boolean> json;
    private final Argument<Boolean> force;
    private @Nullable FolderLock lock;
    private List<Path> made = List.of();

    SearchOptions(Arguments arguments) {
        out = arguments.option(
                Path.class,
                Arguments.named("-o", OutputFile.FOLDER_LABEL, "Output folder.")
                        .names("-o", "--output")
                        .required(true));
        sampler = arguments.option(
                String.class,
                Arguments.named(
                                "--sampler",
                                "NAME",
                                "Which recipes are tried: ${COMPLETION-CANDIDATES} (default: the space's, or grid).")
                        .completionCandidates(RecipeSearch.samplers()));
        trials = arguments.option(
                Integer.class,
                Arguments.named(
                        "--trials", "N", "How many recipes random and halving try (default: the space's, or 27)."));
        maxTrials = arguments.option(
                Long.class,
                Arguments.named("--max-trials", "N", "Refuse to start with more trials (default: ${DEFAULT-VALUE}).")
                        .defaultValue("256"));
        workers = arguments.option(
                Integer.class,
                Arguments.named(
                                "--workers",
                                "N",
                                "Trials at once; results do not depend on it (default: ${DEFAULT-VALUE}).")
                        .defaultValue("1"));
        threads = arguments.option(
                Integer.class,
                Arguments.named(
                        "--threads",
                        "N",
                        "Threads of each trial; results depend on it (default: all processors, shared among the workers; on a cluster 1)."));
        cluster = new ClusterOptions(arguments);
        seed = arguments.option(
                Long.class,
                Arguments.named(
                        "--seed", "N", "Random seed of recipes and sampler (default: the space's seed, or 0)."));
        dryRun = arguments.flag(
                "--dry-run",
                "Say how many recipes there are and what training them takes, and write nothing. Trains a few steps to tell the time.");
        resume = arguments.flag("--resume", "Go on with the search in DIR. Give the same options again.");
        json = arguments.flag("--json", "Print the report as JSON instead of the table.");
        force = arguments.flag("--force", "Start over, and delete the results of an earlier search in DIR.");
    }

    /** A search with these options. */
    RecipeSearch set(RecipeSearch search) {
        UsageException.requireOneOrMore("--workers", workers.get());
        if (cluster.isGiven() && !Argument.given(workers).isEmpty()) {
            throw new UsageException("--workers is for a search in one process; with --spark the cluster decides");
        }
        int given = threadsOfTrial();
        UsageException.requireThreads(given);
        RecipeSearch set = search.withWorkers(workers.get()).withThreads(given).withMaxTrials(maxTrials.get());
        String name = sampler.orNull();
        set = name == null ? set : set.withSampler(name);
        Integer number = trials.orNull();
        set = number == null ? set : set.withTrials(number);
        Long random = seed.orNull();
        return random == null ? set : set.withSeed(random);
    }

    private int threadsOfTrial() {
        Integer given = threads.orNull();
        if (given != null) {
            return given;
        }
        return cluster.isGiven() ? 1 : Math.max(1, Runtime.getRuntime().availableProcessors() / workers.get());
    }

    /**
     * Runs the command in a process that has Spark, if it is to run on a cluster and this process has none.
     *
     * @return its exit code; empty if the search is to run in this process
     */
    Optional<Integer> runElsewhere(List<String> words) throws IOException {
        return cluster.runElsewhere(threadsOfTrial(), words);
    }

    boolean dryRun() {
        return dryRun.get();
    }

    boolean resume() {
        return resume.get();
    }

    boolean json() {
        return json.get();
    }

    /**
     * The folder, once it is clear that it may be written.
     *
     * @throws UsageException if it holds something, and nobody gave leave to replace that or to go on with it
     */
    Path claim() throws IOException {
        Path folder = examine();
        made = Folders.missing(folder);
        lock = OutputFolder.lock(folder);
        if (force.get() && !resume.get()) {
            RecipeSearch.clear(folder);
        }
        return folder;
    }

    /** Refuses what {@link #claim} refuses, and makes nothing. */
    Path examine() throws IOException {
        Path folder = out.get();
        if (folder.toString().isEmpty()) {
            throw new UsageException("the name of the output folder is empty; give one");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + ": this is a file; name a folder");
        }
        if (resume.get() && force.get()) {
            throw new UsageException("--resume goes on and --force starts over; give one of them");
        }
        requireNoOther(folder);
        if (!resume.get() && !force.get() && OutputFolder.isTaken(folder)) {
            throw new UsageException(folder
                    + (RecipeSearch.isIn(folder)
                            ? ": holds a search; add --resume to go on with it, or --force to start over"
                            : ": not empty; choose another folder or add --force"));
        }
        return folder;
    }

    /** Files of another command would stay among those of the search, and nobody could tell them apart. */
    private static void requireNoOther(Path folder) {
        if (!RecipeSearch.isIn(folder)
                && (Files.exists(folder.resolve(Report.FILE_NAME)) || UnfinishedWork.isIn(folder))) {
            throw new UsageException(
                    folder + ": holds the results of compress or of a lab; choose another folder for the search");
        }
    }

    /** The search itself. */
    @FunctionalInterface
    interface Work {
        SearchReport run(RecipeSearch search, ExperimentConsole console, StopSignal stop) throws IOException;
    }

    /** Does it, and ends it cleanly when the process is asked to end; empty if it was stopped, which is said. */
    Optional<SearchReport> run(RecipeSearch search, Terminal terminal, Work work) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        ExperimentConsole console =
                new ExperimentConsole(nowhere, terminal.err(), terminal.interactive(), terminal.transfers());
        try (ShutdownStop stop = ShutdownStop.install(PATIENCE)) {
            try {
                return Optional.of(cluster.with(search, terminal, where -> work.run(where, console, stop.signal())));
            } catch (ExperimentException.Stopped e) {
                // A process that was told to end does so once the ShutdownStop is closed.
                terminal.err().println("espalier: " + e.getMessage());
                return Optional.empty();
            } finally {
                if (lock != null) {
                    lock.release();
                }
                // What was refused leaves no folder.
                Folders.removeEmpty(made);
            }
        }
    }
}
