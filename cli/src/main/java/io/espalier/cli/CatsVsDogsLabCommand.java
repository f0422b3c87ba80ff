// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lab.catsvsdogs.CatsVsDogsLab;
import io.espalier.lab.catsvsdogs.CatsVsDogsSettings;
import io.espalier.train.StopSignal;
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
                                    "DATA",
                                    "A folder with training_set and test_set, or train and test, each with one subfolder per class; or a .zip archive with PetImages/Cat and PetImages/Dog. Default: that archive of its publisher, 787 MB.")
                            .defaultValue(NamedDatasets.CATS_VS_DOGS));
    private final Argument<Path> weights = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--weights",
                            "FILE",
                            "Pretrained weights, such as Keras's efficientnetb0_notop.h5. Default: from the Keras cache or the publisher; without them, training starts from scratch."));
    private final Argument<Boolean> quick = arguments()
            .flag(
                    "--quick",
                    "Train a small network from scratch on at most 2,000 images: a few minutes on two processors.");
    private final LabOptions options = new LabOptions(arguments(), new RunNotes(spec()));

    CatsVsDogsLabCommand() {
        super("lab cats-vs-dogs --quick", "lab cats-vs-dogs --data photos");
    }

    @Override
    public Integer call() throws IOException {
        TrainingPart.require();
        if (quick.get() && weights.orNull() != null) {
            throw new UsageException(
                    "--quick trains from scratch and takes no --weights; remove one of the two options");
        }
        int threads = options.threads();
        Path folder = options.isDry() ? options.examined(CatsVsDogsLab.NAME) : options.folder(CatsVsDogsLab.NAME);
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
        if (options.isDry()) {
            return options.plan(
                    terminal(), out(), console -> new CatsVsDogsLab(settings, console, new StopSignal()).plan());
        }
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
