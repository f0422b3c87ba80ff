// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.file.DeploymentMetadata.Described;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a graph gets before it is written: where it comes from, and what describes its inputs and outputs.
 *
 * @param verb what the command does, such as {@code convert}
 */
record WrittenForm(String verb, Conversion.Source source, QuantizationOptions options, MetadataOptions metadata) {
    /** The graph as the file holds it. */
    Graph of(Graph quantized, Recipe recipe) {
        try {
            return described(quantized.withProvenance(provenance(recipe))).graph();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The graph with what describes it, and what is to be said of that. */
    Described described(Graph graph) throws IOException {
        return metadata.finish(source.file(), graph);
    }

    /** Where a file comes from that this recipe makes. */
    Provenance provenance(Recipe recipe) {
        Optional<Provenance> origin = source.origin();
        String how = verb + " " + recipe
                + options.calibration()
                        .filter(data -> recipe.takesSamples())
                        .map(data -> ", calibrated with " + Provenance.nameOf(data))
                        .orElse("");
        return Provenance.here(
                        how,
                        origin.map(Provenance::dataset).orElse(null),
                        origin.map(Provenance::seed).orElse(null),
                        List.of(source.parent().get()))
                .withPreprocessing(options.inputScale(origin).stated());
    }
}
