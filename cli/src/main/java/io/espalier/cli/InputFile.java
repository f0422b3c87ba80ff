// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A model file that a command was given: Keras's are known by their content, others by the ending of their name. */
enum InputFile {
    /** A model that Keras saved, in whatever version. */
    KERAS,
    TFLITE;

    static final String LABEL = "MODEL";

    /**
     * What the file is.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws ForeignModelException if it is a model in a form that Espalier does not read
     * @throws UsageException if no model file has such content or such a name
     */
    static InputFile typeOf(Path file) throws IOException {
        Optional<ForeignModel> foreign = ForeignModel.of(file);
        if (foreign.isPresent()) {
            throw new ForeignModelException(foreign.get(), file);
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new UsageException(file + ": is a folder; name the model file in it");
        }
        if (KerasFiles.recognizes(file) || KERAS.isNamed(file.toString())) {
            return KERAS;
        }
        if (TFLITE.isNamed(file.toString())) {
            return TFLITE;
        }
        throw new UsageException(
                file + ": is no model that Espalier knows; a model is a .keras, .h5, .json or .tflite file");
    }

    /** Whether a word is called as a model file is. */
    static boolean isCalledLikeOne(String word) {
        return KERAS.isNamed(word) || TFLITE.isNamed(word);
    }

    private boolean isNamed(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (this) {
            case KERAS -> lower.endsWith(".keras") || lower.endsWith(".h5") || lower.endsWith(".hdf5");
            case TFLITE -> lower.endsWith(".tflite");
        };
    }
}
