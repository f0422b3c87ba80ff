// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.catsvsdogs.CatsVsDogsLab;
import io.espalier.lab.catsvsdogs.CatsVsDogsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The cats-vs-dogs lab. */
@Command(
        name = "cats-vs-dogs",
        description =
                "Fine-tunes EfficientNetB0 on photographs, quantizes it in three ways, prunes it, and compares what came out.",
        footer = {"lab cats-vs-dogs --data photos --quick", "lab cats-vs-dogs --data photos"})
final class CatsVsDogsLabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folders training_set and test_set, or train and test, each with one folder a class.")
    private String data;

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

    @Mixin
    private LabOptions options;

    @Override
    public Integer call() throws IOException {
        TrainingPart.require();
        if (quick && weights != null) {
            throw new UsageException("--quick trains a small network from scratch; leave --weights or --quick away");
        }
        int threads = options.threads();
        Path folder = options.folder(CatsVsDogsLab.NAME);
        CatsVsDogsSettings settings = new CatsVsDogsSettings(
                data,
                options.strict(),
                Optional.ofNullable(weights),
                quick,
                options.seed(),
                threads,
                folder,
                options.resume(),
                options.tensorBoard());
        return options.run(
                Terminal.of(spec),
                (console, stop) -> new CatsVsDogsLab(settings, console, stop).run(),
                folder,
                "compare",
                folder.resolve("float.tflite"),
                folder.resolve("int8.tflite"),
                "--data",
                data);
    }
}
