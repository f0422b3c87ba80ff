// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The notebooks of this repository. */
final class NotebookFiles {
    private static final Path FOLDER = Path.of("../docs/notebooks");
    private static final String EXTENSION = ".ipynb";

    private NotebookFiles() {}

    /** The names of all, without their extension. */
    static Stream<String> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Of those that need nothing outside the repository and run within seconds. */
    static Stream<String> quick() {
        return Stream.of("microcontroller", "quantization-and-pruning");
    }

    static Path file(String name) {
        return FOLDER.resolve(name + EXTENSION);
    }

    static Notebook read(String name) throws IOException {
        return Notebook.read(file(name));
    }
}
