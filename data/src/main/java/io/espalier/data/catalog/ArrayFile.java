// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Data sets in .npy and .npz files. UINT8 features are taken for images and scaled to 0..1; others are not scaled, and NaN and infinity
 * are refused.
 */
final class ArrayFile {
    private static final int MOST_CLASSES = 100_000;

    private ArrayFile() {}

    /**
     * An .npz with x_train, y_train, x_test and y_test, or with x and y.
     *
     * @param inputs what an array without labels may be called, where none are needed; such an array may have any name if it is alone
     */
    static OpenedDataset openNpz(Path file, Optional<Set<String>> inputs) {
        Origin origin = new Origin(file.toString(), "the file " + file.getFileName(), Map.of());
        try (NpzFile npz = NpzFile.open(file)) {
            if (npz.names().containsAll(List.of("x_train", "y_train", "x_test", "y_test"))) {
                NumericArray trainTargets = npz.read("y_train");
                NumericArray testTargets = npz.read("y_test");
                int classes = classes(Stream.of(trainTargets, testTargets));
                return new DatasetSplit(
                        labelled(file + "/train", features(file, npz, "x_train"), trainTargets, classes),
                        labelled(file + "/test", features(file, npz, "x_test"), testTargets, classes),
                        origin);
            }
            if (npz.names().containsAll(List.of("x", "y"))) {
                NumericArray targets = npz.read("y");
                return new OpenedDataset.Single(
                        labelled(file.toString(), features(file, npz, "x"), targets, classes(Stream.of(targets))),
                        origin);
            }
            if (inputs.isPresent()) {
                NumericArray features = features(file, npz, npz.arrayFor(inputs.get()));
                return single(file, ArrayDataset.unlabelled(file.toString(), features));
            }
            throw new DataFormatException(
                    file + ": expected the arrays x_train, y_train, x_test and y_test, or x and y, but found "
                            + npz.names());
        }
    }

    /** An .npy with one example a row and no targets: they are FLOAT32 of shape (0). Examples stay in the file until they are read. */
    static OpenedDataset openNpy(Path file) {
        return single(file, NpyFile.open(file));
    }

    private static NumericArray features(Path file, NpzFile npz, String name) {
        NumericArray features = npz.read(name);
        features.requireFinite(file + "!" + name);
        return features;
    }

    private static OpenedDataset single(Path file, Dataset examples) {
        return new OpenedDataset.Single(
                examples, new Origin(file.toString(), "the file " + file.getFileName(), Map.of()));
    }

    private static Dataset labelled(String name, NumericArray features, NumericArray targets, int classes) {
        if (features.rowCount() != targets.rowCount()) {
            throw new DataFormatException(name + ": has features for " + features.rowCount()
                    + " examples, but targets for " + targets.rowCount());
        }
        List<String> classNames =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        Scaling scaling = features.type() == ElementType.UINT8 ? Scaling.UNIT : Scaling.IDENTITY;
        return ArrayDataset.of(
                name,
                features,
                classes > 0 ? targets.classNumbers(classes, name) : targets.toFloat32(),
                scaling,
                classNames);
    }

    /** How many classes there are if all parts have labels that may be class numbers, one whole number an example from 0; else 0. */
    static int classes(Stream<NumericArray> parts) {
        int classes = 0;
        for (NumericArray labels : parts.toList()) {
            long largest = labels.isOneWholeNumberEach() ? labels.largestWholeNumber() : MOST_CLASSES;
            if (largest >= MOST_CLASSES || labels.smallestWholeNumber() < 0) {
                return 0;
            }
            classes = Math.max(classes, (int) Math.max(1, largest + 1));
        }
        return classes;
    }
}
