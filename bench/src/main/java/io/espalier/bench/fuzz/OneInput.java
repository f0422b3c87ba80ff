// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Jazzer calls, by the names that it expects. */
@SuppressWarnings("NonFinalStaticField") // Jazzer knows static methods only
public final class OneInput {
    private static FuzzTarget target = FuzzTargets.ALL.get(0);
    private static Path folder = Path.of("");

    private OneInput() {}

    /** @param arguments the name of the target */
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        target = FuzzTargets.named(arguments[0]);
        folder = Files.createTempDirectory("fuzz");
        folder.toFile().deleteOnExit();
        folder.resolve(target.fileName()).toFile().deleteOnExit();
        // Jazzer works on classes as they are loaded, and would take that time for the reader's
        for (byte[] seed : target.seeds().make()) {
            target.reads(seed, folder);
        }
    }

    /** Reads a file of this content; what leaves this method is a finding. */
    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        target.reads(content, folder);
    }
}
