// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A model file that a command was given: Keras's are known by their content, others by the ending of their name. */
enum InputFile {
    /** A model that Keras saved, in whatever version. */
    KERAS,
    TFLITE;

    /**
     * What the file is.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws UsageException if no model file has such content or such a name
     */
    static InputFile typeOf(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isRegularFile(file) && KerasFiles.recognizes(file)) {
            return KERAS;
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".keras")) {
            return KERAS;
        }
        if (name.endsWith(".tflite")) {
            return TFLITE;
        }
        throw new UsageException(file + ": a model is a .keras, .h5, .json or .tflite file");
    }
}
