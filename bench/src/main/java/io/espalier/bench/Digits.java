// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;

/** The handwritten digits that the labs learn. */
public final class Digits {
    private static final int TRAINED_WITH = 54_000;

    private Digits() {}

    /** All of MNIST, from the home of data sets; it is fetched where it is not there. */
    public static DatasetSplit whole() {
        return open("mnist");
    }

    /** So many of the digits that are part of Espalier, to train on and to test on. */
    public static DatasetSplit few(int examples) {
        DatasetSplit sample = open(NamedDatasets.MNIST_SAMPLE);
        return new DatasetSplit(sample.train().slice(0, examples), sample.test().slice(0, examples), sample.origin());
    }

    /** What the lab trains on: the first nine tenths of the training images. */
    public static Dataset training() {
        return whole().train().slice(0, TRAINED_WITH);
    }

    private static DatasetSplit open(String name) {
        return NamedDatasets.standard().open(name);
    }
}
