// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Preprocessing;
import io.espalier.cli.ModelShapes.Output;
import io.espalier.cli.ModelShapes.TakenInput;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.DataReference;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.image.ImageFolder;
import io.espalier.experiment.internal.InputLine;
import io.espalier.experiment.internal.SkippedImages;
import io.espalier.lite.Graph;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Data as the command line has them: a name, an image folder, an .npy or an .npz file. */
final class DataArgument {
    /** For descriptions of options. */
    static final String FORMS =
            "mnist, fashion-mnist, mnist-sample, cats-vs-dogs, an image folder, an .npy or .npz file, or CIFAR-10's .bin files.";

    /** The same where labels are needed. */
    static final String LABELLED_FORMS =
            "mnist, fashion-mnist, mnist-sample, cats-vs-dogs, a folder with one subfolder of images per class, an .npz file with x and y, or CIFAR-10's .bin files.";

    /** What data are called in help. */
    static final String LABEL = "DATA";

    static final String STRICT = "Stop at a broken or too large image in an image folder instead of skipping it.";

    private DataArgument() {}

    /**
     * Opens data as a model takes them, and shows on standard error what is fetched and what is left out; throws as {@link DataReference#open}
     * does.
     *
     * @param bytes what is done to bytes before the model sees them
     */
    static OpenedDataset open(
            String nameOrPath, ModelShapes shapes, InputScale bytes, boolean strict, Terminal terminal) {
        return open(nameOrPath, shapes, bytes, strict, terminal, Optional.empty());
    }

    /**
     * As {@link #open}, but labels may be missing.
     *
     * @param model whose input an array may be named by
     */
    static OpenedDataset withoutLabels(
            String nameOrPath, Graph model, InputScale bytes, boolean strict, Terminal terminal) {
        return open(
                nameOrPath, ModelShapes.of(model), bytes, strict, terminal, Optional.of(Calibrator.inputNames(model)));
    }

    private static OpenedDataset open(
            String nameOrPath,
            ModelShapes shapes,
            InputScale bytes,
            boolean strict,
            Terminal terminal,
            Optional<Set<String>> inputNames) {
        if (nameOrPath.isBlank()) {
            throw new UsageException("the name of the data is empty; choose one of: " + FORMS);
        }
        Preprocessing known = bytes.used();
        SkippedImages leftOut = new SkippedImages();
        DataReference any = new DataReference(
                NamedDatasets.standard().withProgress(terminal.transfers()),
                strict ? ImageFolder.UnusableImage.refused() : leftOut);
        DataReference labelled = any.forModel(
                shapes.inputs().stream().map(TakenInput::names).toList(),
                shapes.outputs().stream().map(Output::name).toList());
        OpenedDataset opened = inputNames
                .map(labelled::withoutLabels)
                .orElse(labelled)
                .open(nameOrPath, shapes.pictures(known.fit()), known.scaling());
        leftOut.report().forEach(terminal.err()::println);
        opened.notes().forEach(terminal::note);
        for (int place = 0; place < opened.forTraining().parts().size(); place++) {
            say(opened.forTraining().part(place), shapes, bytes, terminal);
        }
        terminal.detail("Data", () -> describe(opened));
        return opened;
    }

    /** Says how the stored values of a data set, or of a part of one, become the input of a model. */
    private static void say(Dataset part, ModelShapes shapes, InputScale bytes, Terminal terminal) {
        ElementType stored = part.features().type();
        terminal.done(
                "Inputs",
                shapes.takesIntegers(part.parts().get(0).name()) && stored != ElementType.FLOAT32
                        ? InputLine.asStored(part)
                        : InputLine.of(part, bytes.reason().toString()));
        boolean isOnly = shapes.inputs().size() == 1;
        Optional<InputRange> shown = isOnly ? shapes.range() : Optional.empty();
        Optional<InputRange> recorded =
                isOnly || stored == ElementType.UINT8 ? InputRange.recorded(bytes) : Optional.empty();
        InputRange.compare(shown.or(() -> recorded), part).ifPresent(terminal::note);
    }

    private static String describe(OpenedDataset opened) {
        return String.format(
                Locale.US,
                "%s: %,d training and %,d test examples, from %s",
                opened.origin().name(),
                opened.forTraining().size(),
                opened.forEvaluation().size(),
                opened.origin().source());
    }

    /** What may be completed. */
    static Iterable<String> names() {
        return () -> NamedDatasets.standard().names().iterator();
    }
}
