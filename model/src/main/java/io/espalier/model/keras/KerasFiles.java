// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of Keras, of whatever version: models are read by {@link KerasReader}, and written as {@code .keras} or {@code .h5}. */
public final class KerasFiles {
    private KerasFiles() {}

    /**
     * Reads a model of the layers that Espalier has, as {@link KerasReader#read} does.
     *
     * @throws ModelFormatException if there is no such file, it is of another kind or damaged, or holds a model with layers or settings
     *     that Espalier lacks
     * @throws IOException if the file is there but cannot be read
     */
    public static Model read(Path file) throws IOException {
        return KerasReader.standard().read(file);
    }

    /**
     * How the model in a file was trained, as {@link KerasReader#training} reads it.
     *
     * @throws ModelFormatException if the model cannot be read, or the state of the optimizer does not fit it
     * @throws IOException if the file is there but cannot be read
     */
    public static Optional<KerasTraining> training(Path file) throws IOException {
        return KerasReader.standard().training(file);
    }

    /** Whether a file starts as one of Keras's does; whether it can be read is another matter. */
    public static boolean recognizes(Path file) throws IOException {
        try {
            KerasFormat.of(file);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    /** Whether a file has an architecture alone, so that the weights of the model that is read from it are new. */
    public static boolean isArchitecture(Path file) throws IOException {
        return KerasFormat.of(file) == KerasFormat.JSON;
    }

    /**
     * Where a model comes from, if its file says so; files that Keras saved do not.
     *
     * @throws ModelFormatException if there is no such file, it is of another kind or damaged, or what it says is no provenance
     * @throws IOException if the file is there but cannot be read
     */
    public static Optional<Provenance> provenance(Path file) throws IOException {
        Optional<String> text = switch (KerasFormat.of(file)) {
            case HDF5 -> HdfSource.read(file).text(KerasAttributes.PROVENANCE);
            case ZIP -> KerasArchive.open(file).metadata(KerasAttributes.PROVENANCE);
            case JSON -> Optional.empty();
        };
        try {
            return text.map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, "'" + KerasAttributes.PROVENANCE + "': " + e.getMessage() + "; save the model again", e);
        }
    }

    /**
     * Writes a model: in the form of Keras 3 if the file's name ends so, {@code .keras}, else in that of Keras 2, {@code .h5}.
     *
     * @throws ModelException if the form cannot hold the model; says why
     */
    public static void write(Model model, @Nullable Provenance provenance, Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".keras")) {
            Keras3File.write(model, provenance, file);
        } else {
            KerasH5.write(model, provenance, file);
        }
    }
}
