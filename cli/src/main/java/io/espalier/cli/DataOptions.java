// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Provenance;
import io.espalier.data.OpenedDataset;
import io.espalier.lite.Graph;
import java.util.Optional;

/** What commands that run a model on data have in common. */
final class DataOptions {
    private final Argument<String> data;
    private final Argument<Boolean> strict;
    private final ScaleOption scale;

    /** @param forms what data there may be, as help tells it */
    DataOptions(Arguments arguments, String forms) {
        data = arguments.option(
                String.class,
                Arguments.named("--data", DataArgument.LABEL, forms)
                        .completionCandidates(DataArgument.names())
                        .required(true));
        strict = arguments.flag("--strict", DataArgument.STRICT);
        scale = new ScaleOption(arguments);
    }

    /** What was asked for, as it was written. */
    String named() {
        return data.get();
    }

    /** Opens the data as a model takes them that comes from there; throws as {@link DataArgument#open}. */
    OpenedDataset open(ModelShapes shapes, Optional<Provenance> model, Terminal terminal) {
        return DataArgument.open(data.get(), shapes, scale.of(model), strict.get(), terminal);
    }

    /** What is done to bytes before a model sees them that comes from there. */
    InputScale scale(Optional<Provenance> model) {
        return scale.of(model);
    }

    /** As {@link #open}, where no labels are needed. */
    OpenedDataset withoutLabels(Graph model, Optional<Provenance> origin, Terminal terminal) {
        return DataArgument.withoutLabels(data.get(), model, scale.of(origin), strict.get(), terminal);
    }

    /** Opens other data in the same way. */
    OpenedDataset other(String named, Graph model, Optional<Provenance> origin, Terminal terminal) {
        return DataArgument.withoutLabels(named, model, scale.of(origin), strict.get(), terminal);
    }
}
