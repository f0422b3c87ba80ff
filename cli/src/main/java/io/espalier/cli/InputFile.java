// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A model file that a command was given, told apart by its name's ending. */
enum InputFile {
    KERAS_H5,
    TFLITE;

    /**
     * What the file is by its name.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws UsageException if no model file has such a name
     */
    static InputFile typeOf(Path file) throws NoSuchFileException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
            return KERAS_H5;
        }
        if (name.endsWith(".tflite")) {
            return TFLITE;
        }
        throw new UsageException(file + ": a model is a .h5 or a .tflite file");
    }
}
