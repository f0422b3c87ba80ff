// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds run files. */
public final class RunFolder {
    private RunFolder() {}

    /**
     * A run file with its path.
     *
     * @param file where it is
     * @param run what it says
     */
    public record Found(Path file, RunFile run) {
        /** Where its outputs are. */
        public Path folder() {
            Path parent = file.toAbsolutePath().getParent();
            return parent == null ? file.toAbsolutePath() : parent;
        }

        /** An output of it. */
        public Path output(RunFile.Output output) {
            return folder().resolve(output.path());
        }
    }

    /**
     * Those in a folder and below, the oldest first.
     *
     * @param runs that can be read
     * @param refused why others cannot, a line for each
     */
    public record Runs(List<Found> runs, List<String> refused) {
        public Runs {
            runs = List.copyOf(runs);
            refused = List.copyOf(refused);
        }
    }

    /**
     * All run files in a folder and below, without hidden folders.
     *
     * @throws NoSuchFileException if there is no such folder
     * @throws IOException if the folder cannot be read
     */
    public static Runs below(Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean isHidden = !directory.equals(folder)
                        && String.valueOf(directory.getFileName()).startsWith(".");
                return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (RunFile.isNamedSo(file) && attributes.isRegularFile()) {
                    try {
                        found.add(new Found(file, RunFile.read(file)));
                    } catch (RunFileException e) {
                        refused.add(String.valueOf(e.getMessage()));
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(folder)) {
                    throw failure;
                }
                refused.add(file + ": cannot be read");
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing((Found each) -> each.run().started()).thenComparing(Found::file));
        return new Runs(found, refused);
    }

    /**
     * The run that a path means: a run file, the folder that holds one, or an output with one beside it.
     *
     * @throws RunFileException if there is none; says what there is instead
     * @throws NoSuchFileException if there is no such file
     */
    public static Found of(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isRegularFile(path) && RunFile.isNamedSo(path)) {
            return new Found(path, RunFile.read(path));
        }
        Path named = path.toAbsolutePath().normalize();
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(path)) {
            places.add(path.resolve(RunFile.NAME));
        }
        if (named.getFileName() != null) {
            places.add(RunFile.beside(named));
        }
        if (Files.isRegularFile(path) && named.getParent() != null) {
            places.add(named.resolveSibling(RunFile.NAME)); // a file among others that one command made
        }
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return new Found(place, RunFile.read(place));
            }
        }
        throw new RunFileException(path + ": no run file there (" + RunFile.NAME + ", or NAME" + RunFile.ENDING
                + " beside an output); './espalier runs list' shows those below a folder");
    }
}
