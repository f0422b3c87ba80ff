// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lab.mnist.MnistLabSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The MNIST lab. */
@Command(
        name = "mnist",
        description =
                "Trains a small network on MNIST, compresses it in every way, runs each form of it, and compares them.")
final class MnistLabCommand implements Callable<Integer> {
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

    @Option(names = "--strict", description = DataArgument.STRICT)
    private boolean strict;

    @Option(
            names = "--epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Epochs of training of the baseline (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "What everything random follows from (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private TrainingOptions options;

    @Override
    public Integer call() throws IOException {
        if (epochs < 1) {
            throw new UsageException("--epochs must be 1 or more, not " + epochs);
        }
        int threads = options.threads();
        MnistLabSettings settings = new MnistLabSettings(
                data,
                strict,
                epochs,
                seed,
                threads,
                options.folder(out, MnistLab.NAME),
                options.resume(),
                options.tensorBoard());
        if (options.run((console, stop) -> new MnistLab(settings, console, stop).run())
                .isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        PrintStream err = Terminal.standardError().err();
        err.println("Files are in " + settings.folder());
        err.println("Next: " + Espalier.suggest("inspect " + settings.folder().resolve("smallest-int8.tflite")));
        return ExitCode.DONE;
    }
}
