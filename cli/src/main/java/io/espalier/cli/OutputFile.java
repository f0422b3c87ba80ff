// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.AtomicFile;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.format.ModelFormat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command writes a model file to; what is there already stays unless it was said to go. */
final class OutputFile {
    static final String LABEL = "FILE";
    static final String FOLDER_LABEL = "DIR";

    /** Of the option that names an output. */
    static final List<String> NAMES = List.of("-o", "--output");

    private static final String ENDING = ".tflite";
    private static final String PAGE = ".html";

    private final Argument<Path> file;
    private final Argument<Boolean> force;

    OutputFile(Arguments arguments) {
        this(arguments, LABEL, "The .tflite file to write.");
    }

    /**
     * @param label what stands for it in help
     * @param description of it
     */
    OutputFile(Arguments arguments, String label, String description) {
        file = arguments.option(
                Path.class,
                Arguments.named("-o", label, description)
                        .names(NAMES.toArray(String[]::new))
                        .required(true));
        force = arguments.flag("--force", "Overwrite the file if it exists.");
    }

    /** Whether files that exist are overwritten. */
    boolean force() {
        return force.get();
    }

    /** As it was given. */
    Path path() {
        return file.get();
    }

    /**
     * The .tflite file, once it is clear that it may be written.
     *
     * @param source what it is made of, which must stay
     */
    Path claim(Path source) throws IOException {
        return claim(source, ENDING);
    }

    /**
     * The file, once it is clear that it may be written.
     *
     * @param source what it is made of, which must stay
     * @param ending that its name must have
     */
    Path claim(Path source, String ending) throws IOException {
        Path file = this.file.get();
        requireEnding(file, ending);
        claim(file, ending, force.get());
        requireOther(file, source, ending);
        return file;
    }

    /**
     * The folder, once it is clear that a model may be written into it.
     *
     * @param source what it is made of, which must stay
     * @param name of a file that says that the folder holds a model
     */
    Path claimFolder(Path source, String name) throws IOException {
        Path folder = this.file.get();
        requireNoFileName(folder);
        if (Files.isRegularFile(folder)) {
            throw UsageException.replacing(
                    folder + ": this is a file; the model is written into a folder", folder, suggestion(folder, ""));
        }
        boolean isUsed = Files.isDirectory(folder) && !isEmpty(folder);
        if (isUsed && !Files.exists(folder.resolve(name))) {
            throw UsageException.replacing(
                    folder + ": this folder holds other files; name a new one", folder, suggestion(folder, ""));
        }
        if (isUsed && !force.get()) {
            throw UsageException.replacing(
                    folder + ": already holds a model; choose another name or add --force",
                    folder,
                    suggestion(folder, ""));
        }
        requireOther(folder, source, "");
        return folder;
    }

    /**
     * Makes sure that a new folder is not taken for a model file.
     *
     * @throws UsageException if its name is that of one
     */
    static void requireNoFileName(Path folder) {
        Optional<ModelFormat<?>> taken = ModelFormats.claiming(folder.toString());
        if (taken.isPresent() && !Files.exists(folder)) {
            throw UsageException.replacing(
                    folder + ": this format is a folder, and this is the name of a "
                            + taken.get().extension() + " file; name a folder, or choose another format",
                    folder,
                    suggestion(folder, ""));
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private static void requireOther(Path file, Path source, String ending) throws IOException {
        boolean isSource = Files.exists(file)
                && (Files.isSameFile(file, source)
                        || (source.getParent() != null
                                && Files.isDirectory(file)
                                && Files.isSameFile(file, source.getParent())));
        if (isSource) {
            throw UsageException.replacing(
                    file + ": this is the input model; choose another name for the output",
                    file,
                    suggestion(file, ending));
        }
        requireOutside(file, source, ending);
    }

    /**
     * Makes sure that the folder of a model stays one.
     *
     * @param source a model that is read
     * @param ending of the name of the output, for suggestions
     * @throws UsageException if the output would be in it
     */
    static void requireOutside(Path file, Path source, String ending) {
        Path given = InputModel.folder(source);
        Path model = given.toAbsolutePath().normalize();
        if (Files.isDirectory(model) && file.toAbsolutePath().normalize().startsWith(model)) {
            throw UsageException.replacing(
                    file
                            + ": this is in the folder of the input model, which would hold more than the model then; write to"
                            + " another folder",
                    file,
                    free(beside(given.endsWith(name(model)) ? given : model), file, ending));
        }
    }

    /** The folder that a model is in; of a version for TensorFlow Serving the one that its versions are in. */
    private static @Nullable Path beside(Path model) {
        @Nullable Path folder = model.getParent();
        return folder != null && InputModel.isVersion(model) ? folder.getParent() : folder;
    }

    /**
     * Makes sure that a name says what the file will be.
     *
     * @throws UsageException if it is that of another kind of file
     */
    static void requireEnding(Path file, String ending) {
        if (!Files.isDirectory(file)
                && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw UsageException.replacing(
                    file + ": the output is a " + ending + " file; give it the extension " + ending,
                    file,
                    suggestion(file, ending));
        }
    }

    /**
     * Makes sure of a file that is to be written, whatever it is.
     *
     * @param ending of its name, for suggestions
     * @throws UsageException if it is there and may not be replaced, it is a folder, there is no folder for it, or that takes no files
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
        requireWritable(file, folder == null ? Path.of("") : folder);
    }

    private static void requireWritable(Path file, Path folder) {
        try {
            AtomicFile.probe(folder);
        } catch (IOException e) {
            throw new UsageException(file + ": no file can be written into this folder; choose another one");
        }
    }

    /**
     * Makes sure of a page that is to be written.
     *
     * @throws UsageException as {@link #claim(Path, String, boolean)}, or if its name is that of another kind of file
     */
    static void claimPage(Path page, boolean force) {
        String name = page.toString().toLowerCase(Locale.ROOT);
        if (!Files.isDirectory(page) && !name.endsWith(PAGE) && !name.endsWith(".htm")) {
            throw UsageException.replacing(
                    page + ": the page is an .html file; give it the extension .html", page, suggestion(page, PAGE));
        }
        claim(page, PAGE, force);
    }

    /** The same for a page that is made of a model, which must stay. */
    static void claimPage(Path page, Path source, boolean force) throws IOException {
        requireOther(page, source, PAGE);
        claimPage(page, force);
    }

    /** The same for a file that is made of a model, which must stay. */
    static void claim(Path file, Path source, String ending, boolean force) throws IOException {
        claim(file, ending, force);
        requireOther(file, source, ending);
    }

    /** A name in the current folder for a file made of an input, whose folder may take no files: the first that is free. */
    static String proposal(Path input, String ending) {
        return suggestion(Path.of(name(input)), ending);
    }

    /** A name for a file in place of one that was named as an output, in its folder: the first that is free. */
    static String suggestion(Path source, String ending) {
        return free(source.getParent(), source, ending);
    }

    private static String free(@Nullable Path folder, Path source, String ending) {
        for (int number = 1; ; number++) {
            String name = stem(source) + (number == 1 ? "" : "-" + number) + ending;
            Path file = folder == null ? Path.of(name) : folder.resolve(name);
            if (!Files.exists(file) && !file.equals(source)) {
                return file.toString();
            }
        }
    }

    private static String stem(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String name(Path file) {
        @Nullable Path name = file.getFileName();
        return name == null || name.toString().isEmpty() || name.toString().equals(".") ? "model" : name.toString();
    }
}
