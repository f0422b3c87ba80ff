// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files below a folder. Symbolic links are followed. What is hidden is passed over, with everything in it, and so is a folder that was
 * seen before or that a link leads back up to.
 *
 * @param images those that are images by their names, in the order of their paths
 * @param others how many other files there are, by ending
 */
record FolderFiles(List<Path> images, SortedMap<String, Integer> others) {
    /** The endings of images, for messages. */
    static final String ENDINGS = ".jpg, .jpeg, .jpe, .jfif and .png";

    private static final Set<String> IMAGES = Set.of(".jpg", ".jpeg", ".jpe", ".jfif", ".png");

    /**
     * Lists files.
     *
     * @param top the folder of the whole data set, which is not entered again
     * @param folder at or below the top
     * @param deep whether the folders in it are searched, too
     * @throws UncheckedIOException if a folder cannot be listed
     */
    static FolderFiles below(Path top, Path folder, boolean deep) {
        Walk walk = new Walk(real(top), deep);
        walk.enter(folder);
        return new FolderFiles(walk.images.stream().sorted().toList(), walk.others);
    }

    /** The visible folders directly in a folder, by name, without links that lead back up to it. */
    static List<Path> folders(Path folder) {
        Path top = real(folder);
        return visible(folder).stream()
                .filter(Files::isDirectory)
                .filter(child -> !top.startsWith(real(child)))
                .toList();
    }

    /** The other files as messages list them: {@code 3 .gif, 1 .webp}. */
    static String listed(SortedMap<String, Integer> byEnding) {
        return String.join(
                ", ",
                byEnding.entrySet().stream()
                        .map(ending -> ending.getValue() + " " + ending.getKey())
                        .toList());
    }

    private static final class Walk {
        private final Path top;
        private final boolean deep;
        private final Set<Path> seen = new HashSet<>();
        private final List<Path> images = new ArrayList<>();
        private final SortedMap<String, Integer> others = new TreeMap<>();

        Walk(Path top, boolean deep) {
            this.top = top;
            this.deep = deep;
        }

        void enter(Path folder) {
            seen.add(real(folder));
            for (Path child : visible(folder)) {
                if (!Files.isDirectory(child)) {
                    file(child);
                } else if (deep && isNew(real(child))) {
                    enter(child);
                }
            }
        }

        private boolean isNew(Path folder) {
            return !seen.contains(folder) && !top.startsWith(folder);
        }

        private void file(Path file) {
            String ending = ending(file);
            if (IMAGES.contains(ending)) {
                images.add(file);
            } else {
                others.merge(ending, 1, Integer::sum);
            }
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "without an ending" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static List<Path> visible(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
