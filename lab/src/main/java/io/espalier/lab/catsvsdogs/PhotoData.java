// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.base.ImageShape;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.DataReference;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.image.ImageFolder;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.internal.SkippedImages;
import io.espalier.experiment.report.Report;
import java.util.List;

/**
 * The photographs that the lab trains and tests on, as bytes: the networks of the lab scale them themselves.
 *
 * @param train those of the training part that are used
 */
record PhotoData(DatasetSplit split, Dataset train) {
    /**
     * Opens a folder.
     *
     * @param side of the squares that photographs are made into
     * @param most how many of the training part are used, some of each class
     * @throws DataFormatException if it is no such folder, or has fewer than two classes
     */
    static PhotoData open(CatsVsDogsSettings settings, int side, int most, ExperimentConsole console) {
        SkippedImages leftOut = new SkippedImages();
        DataReference reference = new DataReference(
                NamedDatasets.standard().withProgress(console.transfers()),
                settings.strict() ? ImageFolder.UnusableImage.refused() : leftOut);
        OpenedDataset opened =
                reference.open(settings.data(), new ImageShape(side, side, ImageShape.Color.RGB), Scaling.IDENTITY);
        leftOut.report().forEach(console.progress()::println);
        opened.notes().forEach(console::note);
        if (!(opened instanceof DatasetSplit split)) {
            throw new DataFormatException(
                    opened.origin().name()
                            + ": has no test set; the lab needs folders training_set and test_set, or train and test, each with one subfolder per class");
        }
        List<Integer> shape = split.train().features().shape();
        if (!shape.equals(List.of(side, side, 3))) {
            throw new DataFormatException(opened.origin().name() + ": has examples of shape " + shape
                    + "; the lab takes photographs: " + NamedDatasets.CATS_VS_DOGS
                    + ", a folder of them, or an archive");
        }
        int classes = split.train().classNames().size();
        if (classes < 2 || !split.train().classNames().equals(split.test().classNames())) {
            throw new DataFormatException(opened.origin().name() + ": has the classes "
                    + split.train().classNames() + " for training and "
                    + split.test().classNames() + " for testing; the lab needs the same two or more classes in both");
        }
        Dataset train = split.train().size() > most ? split.train().sample(most) : split.train();
        return new PhotoData(split, train);
    }

    int classes() {
        return split.train().classNames().size();
    }

    ExperimentData experiment() {
        return new ExperimentData(split.origin().name(), train, split.test());
    }

    Report.Data describe() {
        return Report.Data.of(experiment(), split.origin(), null);
    }
}
