// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that must be there: what is missing fails a test, and never skips it. */
final class Present {
    private Present() {}

    static Path file(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is missing");
        }
        return file;
    }

    static List<Path> files(Path folder, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> wanted.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalStateException("no file in " + folder + " matches " + pattern);
            }
            return files;
        }
    }
}
