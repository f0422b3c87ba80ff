// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    /**
     * The images that can be decoded.
     *
     * @param folder where they are, for messages
     * @param unusable receives the others, in order
     * @throws DataFormatException if there are none
     */
    List<ImageFile> usable(Path folder, Decoders decoders, Consumer<ImageFolder.UnusableImage> unusable) {
        List<ImageFile> files = images.stream().map(ImageFile::new).toList();
        List<Optional<ImageFolder.UnusableImage>> found =
                files.parallelStream().map(file -> decoders.apply(file::check)).toList();
        found.forEach(one -> one.ifPresent(unusable));
        List<ImageFile> usable = IntStream.range(0, files.size())
                .filter(i -> found.get(i).isEmpty())
                .mapToObj(files::get)
                .toList();
        if (!usable.isEmpty()) {
            return usable;
        }
        if (files.isEmpty()) {
            throw new DataFormatException(folder + ": no images; expected " + ENDINGS + " files"
                    + (others.isEmpty() ? "" : ", found " + listed(others)));
        }
        throw new DataFormatException(folder + ": no usable images; "
                + found.get(0).orElseThrow()
                + (files.size() == 1 ? "" : ", and " + (files.size() - 1) + " more are unusable"));
    }

    /** Remarks on these files where none of them becomes an example; empty if there are none. */
    List<String> unusedNotes(Path data) {
        List<String> notes = new ArrayList<>();
        if (!images.isEmpty()) {
            notes.add(data + ": " + images.size() + (images.size() == 1 ? " image is" : " images are")
                    + " not in a class folder and left out");
        }
        if (!others.isEmpty()) {
            notes.add(data + ": files that are not read: " + listed(others) + "; only " + ENDINGS + " files are");
        }
        return List.copyOf(notes);
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
