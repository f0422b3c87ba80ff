// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Models and pictures of others, which are no part of the repository: they lie in the folder that the property {@code espalier.assets} names. */
public final class Assets {
    private static final String PROPERTY = "espalier.assets";

    private Assets() {}

    /**
     * One of them.
     *
     * @param path as in {@code images/cifar10_train_first4000.bin}
     * @throws UsageException if the property is not set or there is no such file or folder
     */
    public static Path path(String path) {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new UsageException("this benchmark reads " + path
                    + " of the third-party models and images; name their folder with JAVA_OPTS=-D" + PROPERTY
                    + "=DIR scripts/run-benchmark ...");
        }
        Path file = Path.of(folder, path);
        if (!Files.exists(file)) {
            throw new UsageException(
                    "no such file: " + file + "; check that -D" + PROPERTY + "=" + folder + " names the right folder");
        }
        return file;
    }
}
