// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.IdxFile;
import io.espalier.data.array.NumericArray;
import io.espalier.data.fetch.CheckedFiles;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** The layout of MNIST and data sets like it: images and labels of a training and a test part, four idx files. */
final class MnistFormat {
    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
    static final List<String> ALL = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

    private MnistFormat() {}

    static DatasetSplit open(String name, List<String> classNames, CheckedFiles files) {
        return new DatasetSplit(
                part(name + "/train", classNames, files, TRAIN_IMAGES, TRAIN_LABELS),
                part(name + "/test", classNames, files, TEST_IMAGES, TEST_LABELS),
                new Origin(name, files.source(), files.sha256()));
    }

    private static Dataset part(
            String name, List<String> classNames, CheckedFiles files, String images, String labels) {
        NumericArray numbers = parse(files, labels).classNumbers(classNames.size(), labels);
        return ArrayDataset.of(name, parse(files, images), numbers, Scaling.UNIT, classNames);
    }

    private static NumericArray parse(CheckedFiles files, String name) {
        ByteBuffer content = Objects.requireNonNull(files.contents().get(name), name);
        return IdxFile.parse(content, name);
    }
}
