// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Provenance;
import io.espalier.experiment.ModelFormats;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model file that a command was given, opened once. */
final class InputModel implements AutoCloseable {
    static final String LABEL = "MODEL";
    static final String FORMS =
            "A model, a .tflite, .keras, .h5 or .pb file, or the folder of a SavedModel or a TensorFlow.js model.";

    private static final Pattern VERSION = Pattern.compile("\\d+");

    private final ModelSource source;
    private final ModelFormat<?> format;

    private final ReadOptions options;
    private @Nullable StoredModel<?> stored;

    private InputModel(ModelSource source, ModelFormat<?> format, ReadOptions options) {
        this.source = source;
        this.format = format;
        this.options = options;
    }

    /**
     * Opens a file and finds out what it is.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws ForeignModelException if it is a model in a format that Espalier does not read
     * @throws UsageException if it is a folder, or no model file has such content or such a name
     */
    static InputModel open(Path file) throws IOException {
        return open(file, ReadOptions.NONE);
    }

    /** As {@link #open(Path)}, with what the file leaves open. */
    static InputModel open(Path given, ReadOptions options) throws IOException {
        Path file = folder(given);
        if (!Files.exists(file)) {
            if (ForeignModel.isCheckpoint(file)) {
                throw new ForeignModelException(ForeignModel.CHECKPOINT, file);
            }
            throw new NoSuchFileException(file.toString());
        }
        ModelSource source = ModelSource.open(file);
        try {
            return new InputModel(source, format(source), options);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** The folder of a SavedModel whose heart was named. */
    static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return file.endsWith(SavedModelFile.NAME) && parent != null ? parent : file;
    }

    private static ModelFormat<?> format(ModelSource source) throws IOException {
        Optional<ForeignModel> foreign = ForeignModel.of(source);
        if (foreign.isPresent()) {
            throw new ForeignModelException(foreign.get(), source.path());
        }
        return ModelFormats.of(source).orElseThrow(() -> source.isFolder() ? noModel(source) : unknown(source));
    }

    private static UsageException unknown(ModelSource source) {
        return new UsageException(
                source.path()
                        + ": is no model that Espalier knows; a model is a .keras, .h5, .json, .tflite or .pb file, or the folder of a SavedModel or a TensorFlow.js model");
    }

    private static UsageException noModel(ModelSource folder) {
        return newestVersion(folder.path())
                .map(version -> UsageException.replacingInput(
                        folder.path()
                                + ": this folder holds versions of a model for TensorFlow Serving; name one of them, such as "
                                + version,
                        folder.path(),
                        version))
                .orElseGet(
                        () -> new UsageException(
                                folder.path()
                                        + ": this is a folder; name the model file in it. The folder of a SavedModel has a file saved_model.pb, that of a TensorFlow.js model a file model.json"));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Optional<Path> newestVersion(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(InputModel::isVersion)
                    .max(Comparator.comparing(version -> new BigInteger(name(version))));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Whether it is the folder of a SavedModel as TensorFlow Serving calls those it serves: a number. */
    static boolean isVersion(Path folder) {
        return VERSION.matcher(name(folder)).matches() && Files.isRegularFile(folder.resolve(SavedModelFile.NAME));
    }

    Path path() {
        return source.path();
    }

    /** What the file is. */
    ModelFormat<?> format() {
        return format;
    }

    /** The open file. */
    ModelSource source() {
        return source;
    }

    /** Whether the file holds a model of this type: a Model or a Graph. */
    boolean is(Class<?> type) throws IOException {
        return format.types().contains(type) && (format.types().size() == 1 || type.isInstance(content()));
    }

    private Object content() throws IOException {
        return read(Object.class).content();
    }

    /** Whether the file holds weights, and not an architecture alone. */
    boolean holdsWeights() {
        return format.features().contains(ModelFormat.Feature.WEIGHTS);
    }

    /** Whether it is a .tflite file, which runs as it is. */
    boolean isTflite() {
        return format == TfliteFormat.TFLITE;
    }

    /** Reads a file that {@linkplain #is is} of this type. */
    <T> StoredModel<T> read(Class<T> type) throws IOException {
        if (stored == null) {
            stored = format.read(source, options);
        }
        return stored.as(type).orElseThrow();
    }

    /** Where it comes from, as the file itself says, which what it is converted to does not. */
    Optional<Provenance> provenance() throws IOException {
        return read(Object.class).provenance();
    }

    /** The graph that it holds, or that it becomes without quantization. */
    Graph graph() throws IOException {
        if (isTflite()) {
            return read(Graph.class).content();
        }
        return (content() instanceof Model model
                        ? Converter.of(model)
                        : Converter.of(read(Graph.class).content()))
                .convert();
    }

    /** Reads a {@code .tflite} file to be run; any other is converted to one without quantization. */
    TfliteModel runnable() throws IOException {
        return isTflite() ? TfliteModel.read(source) : TfliteModel.of(name(source.path()), graph());
    }

    /** The same, and says where it was converted, since what is measured then is another file. */
    TfliteModel runnable(Terminal terminal) throws IOException {
        TfliteModel model = runnable();
        if (!isTflite()) {
            terminal.note(String.format(
                    Locale.US,
                    "%s runs as the .tflite file of %,d bytes that it is converted to without quantization",
                    path(),
                    GraphWriter.size(model.graph())));
        }
        return model;
    }

    /** How many bytes the file has. */
    long size() throws IOException {
        return source.size();
    }

    /** The file as the provenance of what is made of it names it. */
    String asParent() throws IOException {
        return source.parent();
    }

    /** The same, found while the file is read. */
    Supplier<String> asParentMeanwhile() throws IOException {
        return source.parentMeanwhile();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
