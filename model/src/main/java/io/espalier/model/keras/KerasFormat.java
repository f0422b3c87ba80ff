// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes, whatever it is called. */
enum KerasFormat {
    /** Keras 1 and 2: a whole model or weights alone; Keras 3: weights alone. */
    HDF5,

    /** {@code .keras}. */
    ZIP,

    /** {@code model.to_json()}. */
    JSON;

    private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    /**
     * Which it is.
     *
     * @throws ModelFormatException if there is no such file, it is empty, or none of these
     */
    static KerasFormat of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "there is no such file; check the path");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(64);
        }
        if (start.length == 0) {
            throw new ModelFormatException(file, "is empty; save the model again");
        }
        if (startsWith(start, HDF5_SIGNATURE)) {
            return HDF5;
        }
        if (startsWith(start, new byte[] {'P', 'K', 3, 4})) {
            return ZIP;
        }
        for (byte each : start) {
            if (each == '{') {
                return JSON;
            }
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                break;
            }
        }
        throw new ModelFormatException(
                file,
                "is no HDF5 file, zip archive or JSON; a Keras model is expected, as model.save(\"model.keras\"),"
                        + " model.save(\"model.h5\") or model.to_json() gives it");
    }

    // A part of the signature alone is a file that is cut short.
    private static boolean startsWith(byte[] start, byte[] signature) {
        for (int i = 0; i < signature.length && i < start.length; i++) {
            if (start[i] != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
