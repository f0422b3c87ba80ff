// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of this process that lies in no file, as Linux counts it. Elsewhere it is not known. */
final class ResidentMemory {
    private static final Path PAGES = Path.of("/proc/self/smaps_rollup");
    private static final String ANONYMOUS = "Anonymous:";
    private static final int BYTES_PER_KIB = 1024;

    private ResidentMemory() {}

    /** The bytes now in memory; empty if the system does not tell. */
    static OptionalLong bytes() {
        try {
            return Files.readAllLines(PAGES).stream()
                    .filter(line -> line.startsWith(ANONYMOUS))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
