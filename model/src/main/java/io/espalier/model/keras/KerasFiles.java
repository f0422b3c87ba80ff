// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes model files of Keras. {@link KerasReader} reads files of any version; {@code .keras} and {@code .h5} files are written. */
public final class KerasFiles {
    private KerasFiles() {}

    /**
     * Reads a model, as {@link KerasReader#read} does with its default settings.
     *
     * @throws ModelFormatException if there is no such file, it is of another kind or damaged, or holds a model with layers or settings
     *     that Espalier lacks
     * @throws IOException if the file is there but cannot be read
     */
    public static Model read(Path file) throws IOException {
        return KerasReader.standard().read(file);
    }

    /**
     * Reads how the model in a file was trained, as {@link KerasReader#training} does.
     *
     * @throws ModelFormatException if the model cannot be read, or the state of the optimizer does not fit it
     * @throws IOException if the file is there but cannot be read
     */
    public static Optional<KerasTraining> training(Path file) throws IOException {
        return KerasReader.standard().training(file);
    }

    /**
     * Reads the loss and metrics that the model in an open file was compiled with, as {@link #training} does, but not the optimizer.
     *
     * @return empty if the file does not say, or is of another kind
     * @throws IOException if the file cannot be read
     */
    public static Optional<KerasTraining> compiled(ModelSource file) throws IOException {
        return CompiledModel.of(file);
    }

    /**
     * Writes a model: in the format of Keras 3 if the file name ends in {@code .keras}, else in that of Keras 2, HDF5.
     *
     * @throws ModelException if the format cannot hold the model; says why
     */
    public static void write(Model model, @Nullable Provenance provenance, Path file) throws IOException {
        (KerasFormat.KERAS.claims(file.toString()) ? KerasFormat.KERAS : KerasFormat.H5).write(model, provenance, file);
    }
}
