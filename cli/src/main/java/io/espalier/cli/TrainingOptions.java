// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.fetch.FolderLock;
import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.OutputFolder;
import io.espalier.lab.Report;
import io.espalier.lab.ReportTable;
import io.espalier.lab.UnfinishedWork;
import io.espalier.lab.Verdict;
import io.espalier.train.ShutdownStop;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands that train, and compare what comes of it, have in common. */
final class TrainingOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of training and evaluation (all processors). Latency is measured on one.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--resume",
            description = "Go on with what was stopped in DIR; the same options must be given again.")
    private boolean resume;

    @Option(names = "--tensorboard", description = "Write the course of each training to logs in DIR, for TensorBoard.")
    private boolean tensorBoard;

    @Option(names = "--json", description = "Print the report as JSON instead of the table.")
    private boolean json;

    @Option(names = "--force", description = "Replace the files of an earlier run in DIR.")
    private boolean force;

    private @Nullable FolderLock lock;

    int threads() {
        UsageException.requireOneOrMore("--threads", threads);
        return threads;
    }

    boolean json() {
        return json;
    }

    boolean resume() {
        return resume;
    }

    boolean tensorBoard() {
        return tensorBoard;
    }

    /**
     * A folder, once it is clear that it may be written.
     *
     * @throws UsageException if it holds something, and nobody gave leave to replace that or to go on with it
     */
    Path claim(Path folder) throws IOException {
        if (folder.toString().isEmpty()) {
            throw new UsageException("the name of the folder for the files is empty; give it one");
        }
        lock = OutputFolder.lock(folder);
        if (!resume && !force && OutputFolder.isTaken(folder)) {
            lock.release();
            throw new UsageException(folder
                    + (UnfinishedWork.isIn(folder)
                            ? ": holds unfinished work; add --resume to go on with it, or --force to begin anew"
                            : ": is not empty; choose another folder or add --force"));
        }
        return folder;
    }

    /** What is done, says how it goes, and ends when it is asked to. */
    @FunctionalInterface
    interface Work {
        Report run(LabConsole console, StopSignal stop) throws IOException;
    }

    /** Does it, prints the report, and returns that; empty if it was stopped. */
    Optional<Report> run(Terminal terminal, Work work) throws IOException {
        PrintStream results = json ? new PrintStream(OutputStream.nullOutputStream(), true) : System.out;
        LabConsole console = new LabConsole(results, terminal.err(), terminal.interactive(), terminal.transfers());
        try (ShutdownStop stop = ShutdownStop.install(PATIENCE)) {
            Report report = work.run(console, stop.signal());
            System.out.println(
                    json
                            ? report.toJson()
                            : ReportTable.of(report, terminal.width())
                                    + System.lineSeparator()
                                    + terminal.fit(Verdict.of(report)));
            return Optional.of(report);
        } catch (LabStoppedException e) {
            // Said here: behind the caller the process is gone.
            System.err.println("espalier: " + e.getMessage());
            return Optional.empty();
        } finally {
            if (lock != null) {
                lock.release();
            }
        }
    }
}
