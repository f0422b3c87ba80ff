// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.data.array.StoredArray;
import java.nio.file.Path;
import java.util.Map;

/** The arrays of an .npz file, one for each input of a model. */
final class NamedArrays {
    private NamedArrays() {}

    /**
     * Reads all arrays.
     *
     * @throws io.espalier.data.DataFormatException if the file is damaged, or an array has a number that is NaN or infinite
     */
    static Map<String, StoredArray> read(Path file) {
        Map<String, StoredArray> arrays = NpzFile.readAll(file);
        arrays.forEach((name, array) -> {
            if (array instanceof NumericArray numbers) {
                numbers.requireFinite(file + "!" + name);
            }
        });
        return arrays;
    }

    /** Says that they are not scaled. */
    static void say(Path file, Terminal terminal) {
        terminal.done("Inputs", file + ": arrays are used as they are, in the type of their input");
    }
}
