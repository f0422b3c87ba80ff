// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.catsvsdogs.CatsVsDogsLab;
import io.espalier.lab.catsvsdogs.CatsVsDogsSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The cats-vs-dogs lab. */
@Command(
        name = "cats-vs-dogs",
        description =
                "Fine-tunes EfficientNetB0 on photographs, quantizes it in three ways, prunes it, and compares what came out.")
final class CatsVsDogsLabCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folders training_set and test_set, or train and test, each with one folder a class.")
    private String data;

    @Option(names = "--strict", description = DataArgument.STRICT)
    private boolean strict;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weights to start from, such as efficientnetb0_notop.h5 of Keras; unless given, those in the Keras cache or at their publisher's, and if there are none, training is from scratch.")
    private @Nullable Path weights;

    @Option(
            names = "--quick",
            description = "A small network from scratch, on 2,000 pictures at most: some minutes on two processors.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where all files go; a new folder in espalier-lab unless given.")
    private @Nullable Path out;

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
        if (quick && weights != null) {
            throw new UsageException("--quick trains a small network from scratch; leave --weights or --quick away");
        }
        int threads = options.threads();
        CatsVsDogsSettings settings = new CatsVsDogsSettings(
                data,
                strict,
                Optional.ofNullable(weights),
                quick,
                seed,
                threads,
                options.folder(out, CatsVsDogsLab.NAME),
                options.resume(),
                options.tensorBoard());
        if (options.run((console, stop) -> new CatsVsDogsLab(settings, console, stop).run())
                .isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        PrintStream err = Terminal.standardError().err();
        err.println("Files are in " + settings.folder());
        err.println("Next: "
                + Espalier.suggest("compare " + settings.folder().resolve("float.tflite") + " "
                        + settings.folder().resolve("int8.tflite") + " --data " + data));
        return ExitCode.DONE;
    }
}
