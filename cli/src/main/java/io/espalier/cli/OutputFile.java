// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a command writes a .tflite file to; what is there already stays unless it was said to go. */
final class OutputFile {
    static final String LABEL = "FILE";
    static final String FOLDER_LABEL = "DIR";

    private static final String ENDING = ".tflite";

    private final Argument<Path> file;
    private final Argument<Boolean> force;

    OutputFile(Arguments arguments) {
        file = arguments.option(
                Path.class,
                Arguments.named("-o", LABEL, "The .tflite file to write.")
                        .names("-o", "--output")
                        .required(true));
        force = arguments.flag("--force", "Overwrite the file if it exists.");
    }

    /**
     * The file, once it is clear that it may be written.
     *
     * @param source what it is made of, which must stay
     */
    Path claim(Path source) throws IOException {
        Path file = this.file.get();
        if (!Files.isDirectory(file)
                && !file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
            throw UsageException.replacing(
                    file + ": the output is a .tflite file; give it the extension .tflite",
                    file,
                    suggestion(file, ENDING));
        }
        claim(file, ENDING, force.get());
        if (Files.exists(file) && Files.isSameFile(file, source)) {
            throw UsageException.replacing(
                    file + ": this is the input model; choose another name for the output",
                    file,
                    suggestion(file, ENDING));
        }
        return file;
    }

    /**
     * Makes sure of a file that is to be written, whatever it is.
     *
     * @param ending of its name, for suggestions
     * @throws UsageException if it is there and may not be replaced, it is a folder, or there is no folder for it
     */
    static void claim(Path file, String ending, boolean force) {
        if (Files.isDirectory(file)) {
            throw UsageException.replacing(
                    file + ": this is a folder; name a file in it", file, suggestion(file.resolve("model"), ending));
        }
        if (Files.exists(file) && !force) {
            throw UsageException.replacing(
                    file + ": already exists; choose another name or add --force", file, suggestion(file, ending));
        }
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException(
                    file + ": the folder " + folder + " does not exist; create it first",
                    ShellCommand.of("mkdir", "-p", folder));
        }
    }

    /** A name for a file made of another: the first that is free. */
    static String suggestion(Path source, String ending) {
        Path folder = source.getParent();
        for (int number = 1; ; number++) {
            String name = stem(source) + (number == 1 ? "" : "-" + number) + ending;
            Path file = folder == null ? Path.of(name) : folder.resolve(name);
            if (!Files.exists(file) && !file.equals(source)) {
                return file.toString();
            }
        }
    }

    private static String stem(Path file) {
        @Nullable Path name = file.getFileName();
        String text = name == null || name.toString().equals(".") ? "model" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(0, dot) : text;
    }
}
