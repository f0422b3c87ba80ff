// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.data.Dataset;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Examples that are opened where they are first asked for. */
final class OpenedExamples implements SparkData.Shared {
    private static final long serialVersionUID = 1;

    private final SparkData.Source source;
    private transient @Nullable Dataset opened;

    OpenedExamples(SparkData.Source source) {
        this.source = source;
    }

    @Override
    public synchronized Dataset here() {
        if (opened == null) {
            try {
                opened = source.open();
            } catch (IOException e) {
                throw ClusterException.badInput(
                        "the examples cannot be opened on " + Host.name() + ": " + e
                                + "; they must be in a place that the driver and all executors see",
                        e);
            }
        }
        return opened;
    }
}
