// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;

/** What opening a name, a folder or a file gives: a set with a training and a test part, or one set without. */
public sealed interface OpenedDataset permits DatasetSplit, SingleDataset {
    DatasetOrigin origin();

    /** The training part, or all there is. */
    Dataset forTraining();

    /** The test part, or all there is. */
    Dataset forEvaluation();

    /** The same whose bytes become a model's inputs in another way; see {@link Dataset#scaled}. */
    OpenedDataset scaled(Scaling bytes);
}
