// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;

/** A data set that nobody split into a training and a test part. */
public record SingleDataset(Dataset examples, DatasetOrigin origin) implements OpenedDataset {
    @Override
    public Dataset forTraining() {
        return examples;
    }

    @Override
    public Dataset forEvaluation() {
        return examples;
    }

    @Override
    public SingleDataset scaled(Scaling bytes) {
        return new SingleDataset(examples.scaled(bytes), origin);
    }
}
