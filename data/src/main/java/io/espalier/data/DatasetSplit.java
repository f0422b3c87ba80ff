// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;

/** A data set with a training and a test part of the same features, targets and classes. */
public record DatasetSplit(Dataset train, Dataset test, DatasetOrigin origin) implements OpenedDataset {
    public DatasetSplit {
        requireEqual("features", train.features(), test.features(), origin);
        requireEqual("targets", train.targets(), test.targets(), origin);
        requireEqual("classes", train.classNames(), test.classNames(), origin);
    }

    @Override
    public Dataset forTraining() {
        return train;
    }

    @Override
    public Dataset forEvaluation() {
        return test;
    }

    @Override
    public DatasetSplit scaled(Scaling bytes) {
        return new DatasetSplit(train.scaled(bytes), test.scaled(bytes), origin);
    }

    private static void requireEqual(String what, Object train, Object test, DatasetOrigin origin) {
        if (!train.equals(test)) {
            throw new DataFormatException(origin.name() + ": training and test set have different " + what + ": "
                    + train + " against " + test);
        }
    }
}
