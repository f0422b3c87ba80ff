// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.keras.hdf.KerasAttributes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was read from a file of Keras.
 *
 * @param origin the provenance as its JSON stands in the file
 * @param notes what the reader said of the model
 */
record KerasModel(Path file, Model content, Optional<String> origin, List<String> notes) implements StoredModel<Model> {
    KerasModel(Path file, Model content, Optional<String> origin) {
        this(file, content, origin, List.of());
    }

    KerasModel withNotes(List<String> told) {
        return new KerasModel(file, content, origin, List.copyOf(told));
    }

    @Override
    public Optional<Provenance> provenance() {
        try {
            return origin.map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, "'" + KerasAttributes.PROVENANCE + "': " + e.getMessage() + "; save the model again", e);
        }
    }
}
