// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.base.ImageShape;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.catalog.DataReference;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetUnavailableException;
import io.espalier.data.image.ImageFolder;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.internal.InputLine;
import io.espalier.experiment.internal.SkippedImages;
import io.espalier.experiment.report.Report;
import java.util.Locale;
import java.util.Optional;

/**
 * The pictures that the lab trains and tests on.
 *
 * @param unavailable the name of the set that was asked for, where no source had it and the sample stands in
 */
record LabData(DatasetSplit split, Optional<String> unavailable) {
    private static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final String MNIST = "mnist";

    /**
     * Opens what was asked for; the sample where that is MNIST and no source answers.
     *
     * @param strict whether to stop at a broken or too large picture of a folder rather than to go without it
     * @throws DataFormatException if these are not pictures of 28 x 28 in 10 classes with a training and a test part
     */
    static LabData open(String nameOrPath, boolean strict, ExperimentConsole console) {
        NamedDatasets named = NamedDatasets.standard().withProgress(console.transfers());
        try {
            SkippedImages leftOut = new SkippedImages();
            DataReference reference = new DataReference(named, strict ? ImageFolder.UnusableImage.refused() : leftOut);
            OpenedDataset opened =
                    reference.open(nameOrPath, new ImageShape(SIDE, SIDE, ImageShape.Color.GREY), Scaling.UNIT);
            leftOut.report().forEach(console.progress()::println);
            opened.notes().forEach(console::note);
            return new LabData(fitting(opened), Optional.empty());
        } catch (DatasetUnavailableException e) {
            if (!nameOrPath.equals(MNIST)) {
                throw e;
            }
            console.progress().println(e.getMessage());
            return new LabData(named.open(NamedDatasets.MNIST_SAMPLE), Optional.of(nameOrPath));
        }
    }

    /** The same, as the settings say, with a line that tells of it. */
    static LabData announced(MnistLabSettings settings, ExperimentConsole console) {
        LabData data = open(settings.data(), settings.strict(), console);
        DatasetSplit split = data.split();
        console.step(
                "Data",
                String.format(
                        Locale.US,
                        "%s: %,d training and %,d test examples, from %s",
                        split.origin().name(),
                        split.train().size(),
                        split.test().size(),
                        split.origin().source()));
        console.step("Inputs", InputLine.of(split.train(), "as the network takes them"));
        return data;
    }

    private static DatasetSplit fitting(OpenedDataset opened) {
        Origin origin = opened.origin();
        if (!(opened instanceof DatasetSplit split)) {
            throw new DataFormatException(
                    origin.name()
                            + ": has no test set; the lab needs x_train, y_train, x_test and y_test, or folders train and test");
        }
        int pixels = split.train().features().elements();
        int classes = split.train().classNames().size();
        if (pixels != SIDE * SIDE || classes > CLASSES) {
            throw new DataFormatException(origin.name() + ": has examples of shape "
                    + split.train().features().shape() + " in " + classes
                    + " classes; the lab's model takes images of "
                    + SIDE + " x " + SIDE + " in at most " + CLASSES + " classes");
        }
        return split;
    }

    ExperimentData experiment() {
        return new ExperimentData(split.origin().name(), split.train(), split.test());
    }

    Report.Data describe() {
        return Report.Data.of(experiment(), split.origin(), unavailable.orElse(null));
    }
}
