// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes the files of a folder wholly or not at all: under a temporary name beside it, then moved to their own. */
public final class AtomicFolder {
    private AtomicFolder() {}

    /**
     * Writes files into {@code folder}, replacing those of the same names; others stay. If the content cannot be written, the folder is as it was.
     *
     * @param last the file without which the folder is no model: it is away while the others are replaced, and comes last
     * @throws IOException if a file cannot be written; the message names it
     */
    public static void write(Path folder, String last, AtomicFile.Content content) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException(folder + ": cannot be written; choose another folder");
        }
        List<Path> missing = Folders.missing(parent);
        Files.createDirectories(parent);
        Path temporary = null;
        try {
            temporary = create(place);
            content.writeTo(temporary);
            move(temporary, place, last);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw new IOException(
                    temporary == null ? folder + ": " + why : why.replace(temporary.toString(), folder.toString()), e);
        } finally {
            if (temporary != null) {
                Folders.delete(temporary);
            }
            Folders.removeEmpty(missing);
        }
    }

    /** A new folder beside one, for what shall take its place. */
    public static Path create(Path folder) throws IOException {
        return AtomicFile.newBeside(folder, path -> Files.createDirectory(path));
    }

    private static void move(Path temporary, Path folder, String last) throws IOException {
        if (!Files.exists(folder)) {
            Files.move(temporary, folder);
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(temporary)) {
            files = all.filter(Files::isRegularFile)
                    .map(temporary::relativize)
                    .sorted(Comparator.comparing(file -> file.equals(Path.of(last))))
                    .toList();
        }
        Files.deleteIfExists(folder.resolve(last));
        for (Path file : files) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.move(temporary.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
