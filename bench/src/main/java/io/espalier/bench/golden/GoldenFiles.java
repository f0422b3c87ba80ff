// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.bench.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Google's converter made of networks of ours, in {@code testing/golden} of the checkout. */
final class GoldenFiles {
    private static final String FOLDER = "testing/golden";

    private GoldenFiles() {}

    /** One of them, such as {@code mnist_keras/float.tflite}; the checkout is where this was started or above it. */
    static Path path(String name) {
        Path start = Path.of("").toAbsolutePath();
        for (Path parent = start; parent != null; parent = parent.getParent()) {
            Path file = parent.resolve(FOLDER).resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new UsageException("there is no " + FOLDER + "/" + name + " in " + start
                + " or above it; start this in a checkout, as scripts/run-benchmark does");
    }
}
