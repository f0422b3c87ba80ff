// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.OpenedDataset;
import io.espalier.lite.Graph;
import io.espalier.model.Provenance;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that run a model on data have in common. */
final class DataOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = DataArgument.LABEL,
            completionCandidates = DataArgument.Names.class,
            description = DataArgument.FORMS)
    private String data;

    @Option(names = "--strict", description = DataArgument.STRICT)
    private boolean strict;

    @Mixin
    private ScaleOption scale;

    /** What was asked for, as it was written. */
    String named() {
        return data;
    }

    /** Opens the data as a model takes them that comes from there; throws as {@link DataArgument#open}. */
    OpenedDataset open(ModelShapes shapes, Optional<Provenance> model, Terminal terminal) {
        return DataArgument.open(data, shapes, scale.of(model), strict, terminal);
    }

    /** As {@link #open}, where no labels are needed. */
    OpenedDataset withoutLabels(Graph model, Optional<Provenance> origin, Terminal terminal) {
        return DataArgument.withoutLabels(data, model, scale.of(origin), strict, terminal);
    }
}
