// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.OpenedDataset.Single;
import io.espalier.search.trial.TrialData;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The data of trials in memory.
 *
 * @param test null if the data are not split
 */
record ShippedTrialData(
        ShippedExamples train,
        @Nullable ShippedExamples test,
        String name,
        String source,
        LinkedHashMap<String, String> sha256)
        implements TrialData {
    static ShippedTrialData of(OpenedDataset data) {
        return new ShippedTrialData(
                ShippedExamples.of(data.forTraining()),
                data instanceof DatasetSplit split ? ShippedExamples.of(split.test()) : null,
                data.origin().name(),
                data.origin().source(),
                new LinkedHashMap<>(data.origin().sha256()));
    }

    @Override
    public OpenedDataset open() {
        Origin origin = new Origin(name, source, sha256);
        return test == null ? new Single(train.here(), origin) : new DatasetSplit(train.here(), test.here(), origin);
    }
}
