// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import io.espalier.data.OpenedDataset.Origin;
import java.util.Objects;

/**
 * A data set with a training and a test part. Both have the same features, targets and classes.
 *
 * @param train the training part
 * @param test the test part
 * @param origin where the data came from
 */
public record DatasetSplit(Dataset train, Dataset test, Origin origin) implements OpenedDataset {
    /** @throws DataFormatException if the two parts differ in features, targets or classes */
    public DatasetSplit {
        Objects.requireNonNull(origin, "origin");
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

    private static void requireEqual(String what, Object train, Object test, Origin origin) {
        if (!train.equals(test)) {
            throw new DataFormatException(origin.name() + ": training and test set have different " + what + ": "
                    + train + " against " + test);
        }
    }
}
