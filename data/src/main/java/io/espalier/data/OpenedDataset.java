// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.util.Objects;

/** The data behind a name, a folder or a file: one data set, or a training and a test part. */
public sealed interface OpenedDataset permits DatasetSplit, OpenedDataset.Single {
    /** Where the data came from. */
    DatasetOrigin origin();

    /** The training part; all examples if the data are not split. */
    Dataset forTraining();

    /** The test part; all examples if the data are not split. */
    Dataset forEvaluation();

    /** The same data, with bytes scaled differently; see {@link Dataset#scaled}. */
    OpenedDataset scaled(Scaling bytes);

    /** One data set that is not split into a training and a test part. */
    record Single(Dataset examples, DatasetOrigin origin) implements OpenedDataset {
        public Single {
            Objects.requireNonNull(examples, "examples");
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public Dataset forTraining() {
            return examples;
        }

        @Override
        public Dataset forEvaluation() {
            return examples;
        }

        @Override
        public Single scaled(Scaling bytes) {
            return new Single(examples.scaled(bytes), origin);
        }
    }
}
