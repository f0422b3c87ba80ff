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
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What commands that train, and compare what comes of it, have in common. */
final class TrainingOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Argument<Integer> threads;
    private final Argument<Boolean> resume;
    private final Argument<Boolean> tensorBoard;
    private final Argument<Boolean> json;
    private final Argument<Boolean> force;

    TrainingOptions(Arguments arguments) {
        threads = arguments.threads(
                "Threads for training and evaluation (default: all processors). Latency is measured on one thread.");
        resume = arguments.flag("--resume", "Continue the stopped run in DIR. Give the same options again.");
        tensorBoard = arguments.flag("--tensorboard", "Write TensorBoard logs of each training run to DIR/logs.");
        json = arguments.flag("--json", "Print the report as JSON instead of the table.");
        force = arguments.flag("--force", "Overwrite the files of an earlier run in DIR.");
    }

    private @Nullable FolderLock lock;
    private List<Path> made = List.of();

    int threads() {
        UsageException.requireThreads(threads.get());
        return threads.get();
    }

    boolean json() {
        return json.get();
    }

    boolean resume() {
        return resume.get();
    }

    boolean tensorBoard() {
        return tensorBoard.get();
    }

    /**
     * A folder, once it is clear that it may be written.
     *
     * @throws UsageException if it holds something, and nobody gave leave to replace that or to go on with it
     */
    Path claim(Path folder) throws IOException {
        requireFolder(folder);
        made = Folders.missing(folder);
        lock = OutputFolder.lock(folder);
        try {
            requireFree(folder);
        } catch (UsageException e) {
            lock.release();
            throw e;
        }
        return folder;
    }

    /** A new folder for a lab, in the usual place. */
    Path claimNew(String lab) throws IOException {
        while (true) {
            Path folder = OutputFolder.free(lab);
            List<Path> missing = Folders.missing(folder);
            if (OutputFolder.make(folder)) {
                claim(folder);
                made = missing;
                return folder;
            }
        }
    }

    /** Refuses what {@link #claim} refuses, and makes nothing. */
    Path examine(Path folder) throws IOException {
        requireFolder(folder);
        requireFree(folder);
        OutputFolder.examine(folder);
        return folder;
    }

    private static void requireFolder(Path folder) {
        if (folder.toString().isEmpty()) {
            throw new UsageException("the name of the output folder is empty; give one");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + ": this is a file; name a folder");
        }
    }

    private void requireFree(Path folder) throws IOException {
        if (RecipeSearch.isIn(folder)) {
            throw new UsageException(folder + ": holds the results of a search; choose another folder");
        }
        if (!resume.get() && !force.get() && OutputFolder.isTaken(folder)) {
            throw new UsageException(folder
                    + (UnfinishedWork.isIn(folder)
                            ? ": contains an unfinished run; add --resume to continue it, or --force to start over"
                            : ": not empty; choose another folder or add --force"));
        }
    }

    /** What is done, says how it goes, and ends when it is asked to. */
    @FunctionalInterface
    interface Work<T> {
        T run(ExperimentConsole console, StopSignal stop) throws IOException;
    }

    /** Does it, prints the report, and returns that; empty if it was stopped. */
    Optional<Report> run(Terminal terminal, Work<Report> work) throws IOException {
        return run(
                terminal,
                work,
                report -> json.get()
                        ? report.toJson()
                        : report.toText(terminal.width()) + System.lineSeparator() + terminal.fit(report.verdict()));
    }

    /** The same with what came of it as a text. */
    <T> Optional<T> run(Terminal terminal, Work<T> work, Function<T, String> text) throws IOException {
        PrintStream results =
                json.get() || terminal.isQuiet() ? new PrintStream(OutputStream.nullOutputStream(), true) : System.out;
        ExperimentConsole console =
                new ExperimentConsole(results, terminal.err(), terminal.interactive(), terminal.transfers());
        try (ShutdownStop stop = ShutdownStop.install(PATIENCE)) {
            return runUntilStopped(work, text, console, stop.signal());
        }
    }

    // A process that was told to end does so once the ShutdownStop is closed: the message and the lock must come before
    // that.
    private <T> Optional<T> runUntilStopped(
            Work<T> work, Function<T, String> text, ExperimentConsole console, StopSignal stop) throws IOException {
        try {
            T report = work.run(console, stop);
            System.out.println(text.apply(report));
            return Optional.of(report);
        } catch (ExperimentException.Stopped e) {
            System.err.println("espalier: " + e.getMessage());
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
