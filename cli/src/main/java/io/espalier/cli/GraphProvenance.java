// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.Metadata;
import io.espalier.lite.convert.Converter;
import java.util.Optional;

/** What a .tflite file says about where it comes from. */
final class GraphProvenance {
    private GraphProvenance() {}

    static Optional<Provenance> of(Graph graph) {
        try {
            return graph.metadata(Converter.PROVENANCE).map(Metadata::asText).map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an entry of that name that others wrote
        }
    }
}
