// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The .tflite files that others made; tests that need them are skipped where they are not. */
public final class SharedModels {

    private SharedModels() {}

    /** One of the files, by its path such as {@code golden/mnist_softmax/float.tflite}. */
    public static Path model(String path) {
        Path file = folder().resolve(path);
        assumeTrue(Files.exists(file), () -> file + " is not on this machine");
        return file;
    }

    /** All of the files, or none where the folder is absent. */
    public static List<Path> all() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> golden = Files.walk(folder().resolve("golden"));
                Stream<Path> assets = Files.walk(folder().resolve("assets"))) {
            return Stream.concat(golden, assets)
                    .filter(path -> path.toString().endsWith(".tflite"))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() {
        return Path.of(System.getProperty("espalier.shared", "no-such-folder"));
    }
}
