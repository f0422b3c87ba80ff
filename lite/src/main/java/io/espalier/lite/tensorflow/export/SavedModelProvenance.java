// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a SavedModel of Espalier's comes from: a file in {@code assets.extra}, which TensorFlow leaves to others. */
public final class SavedModelProvenance {
    private static final String FILE = "assets.extra/espalier_provenance.json";

    private SavedModelProvenance() {}

    static void write(Provenance provenance, Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), provenance.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a SavedModel says; empty if it says nothing.
     *
     * @throws ModelFormatException if the file is there and damaged
     */
    public static Optional<Provenance> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Provenance.fromJson(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "is damaged: " + e.getMessage() + "; delete it", e);
        }
    }
}
