// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.base.Provenance;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.StoredModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was read from a folder of TensorFlow.js.
 *
 * @param file its model.json
 * @param origin where the model comes from, as {@link ModelJson#origin} finds it
 */
public record StoredTfjs<T>(Path file, T content, Optional<String> origin, List<String> notes)
        implements StoredModel<T> {
    public StoredTfjs {
        notes = List.copyOf(notes);
    }

    @Override
    public Optional<Provenance> provenance() {
        try {
            return origin.map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "'" + ModelJson.PROVENANCE + "': " + e.getMessage(), e);
        }
    }
}
