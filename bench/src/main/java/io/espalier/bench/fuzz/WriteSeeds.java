// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import io.espalier.bench.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the sound files of a target to a folder; without arguments it lists the targets. */
public final class WriteSeeds {
    private WriteSeeds() {}

    /** @param arguments the name of a target and a folder, or nothing */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.out.println("Usage: scripts/run-fuzz TARGET [SECONDS]. Targets:");
            FuzzTargets.ALL.forEach(target -> System.out.println("  " + target.name()));
            return;
        }
        try {
            write(FuzzTargets.named(arguments[0]), Files.createDirectories(Path.of(arguments[1])));
        } catch (UsageException e) {
            System.err.println("run-fuzz: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void write(FuzzTarget target, Path folder) throws IOException {
        List<byte[]> seeds = target.seeds().make();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }
}
