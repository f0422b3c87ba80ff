// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.catsvsdogs.CatsVsDogsLab;
import io.espalier.lab.catsvsdogs.CatsVsDogsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The cats-vs-dogs lab. */
final class CatsVsDogsLabCommand extends Subcommand {
    private final Argument<String> data = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--data",
                                    "DIR",
                                    "Folders training_set and test_set, or train and test, each with one folder a class.")
                            .required(true));
    private final Argument<Path> weights = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--weights",
                            "FILE",
                            "Weights to start from, such as efficientnetb0_notop.h5 of Keras; unless given, those in the Keras cache or at their publisher's, and if there are none, training is from scratch."));
    private final Argument<Boolean> quick = arguments()
            .flag(
                    "--quick",
                    "A small network from scratch, on 2,000 pictures at most: some minutes on two processors.");
    private final LabOptions options = new LabOptions(arguments());

    CatsVsDogsLabCommand() {
        super("lab cats-vs-dogs --data photos --quick", "lab cats-vs-dogs --data photos");
    }

    @Override
    public Integer call() throws IOException {
        TrainingPart.require();
        if (quick.get() && weights.orNull() != null) {
            throw new UsageException("--quick trains a small network from scratch; leave --weights or --quick away");
        }
        int threads = options.threads();
        Path folder = options.folder(CatsVsDogsLab.NAME);
        CatsVsDogsSettings settings = new CatsVsDogsSettings(
                data.get(),
                options.strict(),
                Optional.ofNullable(weights.orNull()),
                quick.get(),
                options.seed(),
                threads,
                folder,
                options.resume(),
                options.tensorBoard());
        return options.run(
                terminal(),
                (console, stop) -> new CatsVsDogsLab(settings, console, stop).run(),
                folder,
                "compare",
                folder.resolve("float.tflite"),
                folder.resolve("int8.tflite"),
                "--data",
                data.get());
    }
}
