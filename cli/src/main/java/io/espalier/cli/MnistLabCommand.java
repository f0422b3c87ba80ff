// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lab.mnist.MnistLabSettings;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;

/** The MNIST lab. */
final class MnistLabCommand extends Subcommand {
    private final Argument<String> data = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--data",
                                    DataArgument.LABEL,
                                    "mnist, fashion-mnist, mnist-sample, an image folder or an .npz file (default: ${DEFAULT-VALUE}).")
                            .completionCandidates(DataArgument.names())
                            .defaultValue("mnist"));
    private final Argument<Integer> epochs = arguments()
            .option(
                    int.class,
                    Arguments.named("--epochs", "N", "Training epochs of the baseline (default: ${DEFAULT-VALUE}).")
                            .defaultValue("1"));
    private final Argument<Boolean> search = arguments()
            .flag(
                    "--search",
                    "Look for the recipe of the smallest model among those of a space, instead of the lab. Takes some ten minutes.");
    private final LabOptions options = new LabOptions(arguments(), new RunNotes(spec()));

    MnistLabCommand() {
        super("lab mnist", "lab mnist --epochs 3 --out mine", "lab mnist --search --out found");
    }

    @Override
    public Integer call() throws IOException {
        TrainingPart.require();
        UsageException.requireOneOrMore("--epochs", epochs.get());
        int threads = options.threads();
        Path folder = options.isDry() ? options.examined(MnistLab.NAME) : options.folder(MnistLab.NAME);
        MnistLabSettings settings = new MnistLabSettings(
                data.get(),
                options.strict(),
                epochs.get(),
                options.seed(),
                threads,
                folder,
                options.resume(),
                options.tensorBoard());
        if (search.get() && options.isDry()) {
            return options.planOfSearch(
                    terminal(), out(), console -> new MnistLab(settings, console, new StopSignal()).planSearch());
        }
        if (options.isDry()) {
            return options.plan(terminal(), out(), console -> new MnistLab(settings, console, new StopSignal()).plan());
        }
        if (search.get()) {
            return options.search(
                    terminal(),
                    (console, stop) -> new MnistLab(settings, console, stop).search(),
                    report -> SearchCommand.text(report, terminal()),
                    folder,
                    MnistLab.SEARCH_FOLDER);
        }
        return options.run(
                terminal(),
                (console, stop) -> new MnistLab(settings, console, stop).run(),
                folder,
                "inspect",
                folder.resolve("smallest-int8.tflite"));
    }
}
