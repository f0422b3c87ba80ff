// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.OutputFolder;
import io.espalier.lab.Report;
import io.espalier.lab.ReportTable;
import io.espalier.lab.Verdict;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lab.mnist.MnistLabSettings;
import io.espalier.train.ShutdownStop;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The MNIST lab. */
@Command(
        name = "mnist",
        description = "Trains a small network on MNIST, converts it, runs every form of it, and compares them.")
final class MnistLabCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where all files go; a new folder in espalier-lab unless given.")
    private @Nullable Path out;

    @Option(
            names = "--data",
            defaultValue = "mnist",
            paramLabel = "DATA",
            description = "mnist, fashion-mnist, mnist-sample, an image folder or an .npz file (${DEFAULT-VALUE}).")
    private String data = "mnist";

    @Option(
            names = "--epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Epochs of training (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "What everything random follows from (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of training and evaluation (all processors). Latency is measured on one.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the report as JSON instead of the table.")
    private boolean json;

    @Option(names = "--force", description = "Replace the files of an earlier run in DIR.")
    private boolean force;

    @Mixin
    private UnfinishedOptions unfinished;

    @Override
    public Integer call() throws IOException {
        requirePositive("--epochs", epochs);
        requirePositive("--threads", threads);
        MnistLabSettings settings = new MnistLabSettings(
                data, epochs, seed, threads, folder(), unfinished.resume(), unfinished.tensorBoard());
        Terminal terminal = Terminal.standardError();
        PrintStream results = json ? new PrintStream(OutputStream.nullOutputStream(), true) : System.out;
        LabConsole console = new LabConsole(results, terminal.err(), terminal.interactive(), terminal.transfers());
        try (ShutdownStop stop = ShutdownStop.install(PATIENCE)) {
            return run(settings, console, stop.signal());
        }
    }

    private int run(MnistLabSettings settings, LabConsole console, StopSignal stop) throws IOException {
        Report report;
        try {
            report = new MnistLab(settings, console, stop).run();
        } catch (LabStoppedException e) {
            // Said here: behind the caller the process is gone.
            console.progress().println("espalier: " + e.getMessage());
            return ExitCode.WORK_FAILED;
        }
        System.out.println(
                json ? report.toJson() : ReportTable.of(report) + System.lineSeparator() + Verdict.of(report));
        console.progress().println("Files are in " + settings.folder());
        console.progress()
                .println("Next: "
                        + Espalier.suggest("inspect " + settings.folder().resolve("int8.tflite")));
        return ExitCode.DONE;
    }

    private Path folder() throws IOException {
        if (out == null && unfinished.resume()) {
            throw new UsageException("--resume goes on in a folder: name it with --out");
        }
        return out == null ? OutputFolder.next(MnistLab.NAME) : unfinished.claim(out, force);
    }

    private static void requirePositive(String option, int number) {
        if (number < 1) {
            throw new UsageException(option + " must be 1 or more, not " + number);
        }
    }
}
