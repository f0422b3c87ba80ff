// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The notebooks of this repository. */
final class NotebookFiles {
    private static final Path FOLDER = Path.of("../docs/notebooks");

    private NotebookFiles() {}

    /** The names of all, without their extension. */
    static Stream<String> all() {
        return Stream.of("quantization-and-pruning", "clustering-distillation-combining", "microcontroller");
    }

    /** Of those that need nothing outside the repository. */
    static Stream<String> selfContained() {
        return all().filter(name -> !name.equals("cats-vs-dogs"));
    }

    static Notebook read(String name) throws IOException {
        return Notebook.read(FOLDER.resolve(name + ".ipynb"));
    }
}
