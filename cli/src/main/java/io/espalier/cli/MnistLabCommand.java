// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lab.mnist.MnistLabSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The MNIST lab. */
@Command(
        name = "mnist",
        description =
                "Trains a small network on MNIST, compresses it in every way, runs each form of it, and compares them.",
        footer = {"lab mnist", "lab mnist --epochs 3 --out mine"})
final class MnistLabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            defaultValue = "mnist",
            paramLabel = DataArgument.LABEL,
            completionCandidates = DataArgument.Names.class,
            description = "mnist, fashion-mnist, mnist-sample, an image folder or an .npz file (${DEFAULT-VALUE}).")
    private String data = "mnist";

    @Option(
            names = "--epochs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Epochs of training of the baseline (${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private LabOptions options;

    @Override
    public Integer call() throws IOException {
        TrainingPart.require();
        UsageException.requireOneOrMore("--epochs", epochs);
        int threads = options.threads();
        Path folder = options.folder(MnistLab.NAME);
        MnistLabSettings settings = new MnistLabSettings(
                data,
                options.strict(),
                epochs,
                options.seed(),
                threads,
                folder,
                options.resume(),
                options.tensorBoard());
        return options.run(
                Terminal.of(spec),
                (console, stop) -> new MnistLab(settings, console, stop).run(),
                folder,
                "inspect",
                folder.resolve("smallest-int8.tflite"));
    }
}
