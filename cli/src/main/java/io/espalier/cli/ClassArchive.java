// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The archive of classes that launchers let Java start from. Java cannot use that of another version, and says nothing. */
final class ClassArchive {
    private static final String FILE = "espalier.archive";
    private static final String MADE_BY = "espalier.archive.java";

    private ClassArchive() {}

    /** What an archive is bound to. */
    static String javaVersion() {
        return System.getProperty("java.vm.version");
    }

    /** Lets the launcher make it anew, the next time, if another version of Java made it. */
    static void forgetIfStale() {
        String file = System.getProperty(FILE);
        if (file == null || javaVersion().equals(System.getProperty(MADE_BY))) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(file + ".txt"));
        } catch (IOException e) {
            // Commands start more slowly, and that is all.
        }
    }
}
