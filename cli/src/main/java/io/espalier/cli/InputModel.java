// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.ModelFormats;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The model file that a command was given, opened once. */
final class InputModel implements AutoCloseable {
    static final String LABEL = "MODEL";

    private final ModelSource source;
    private final ModelFormat<?> format;

    private InputModel(ModelSource source, ModelFormat<?> format) {
        this.source = source;
        this.format = format;
    }

    /**
     * Opens a file and finds out what it is.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws ForeignModelException if it is a model in a format that Espalier does not read
     * @throws UsageException if it is a folder, or no model file has such content or such a name
     */
    static InputModel open(Path file) throws IOException {
        if (!Files.exists(file)) {
            if (ForeignModel.isCheckpoint(file)) {
                throw new ForeignModelException(ForeignModel.CHECKPOINT, file);
            }
            throw new NoSuchFileException(file.toString());
        }
        ModelSource source = ModelSource.open(file);
        try {
            return new InputModel(source, format(source));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static ModelFormat<?> format(ModelSource source) throws IOException {
        Optional<ForeignModel> foreign = ForeignModel.of(source);
        if (foreign.isPresent()) {
            throw new ForeignModelException(foreign.get(), source.path());
        }
        if (source.isFolder()) {
            throw new UsageException(source.path() + ": this is a folder; name the model file in it");
        }
        return ModelFormats.of(source)
                .orElseThrow(() -> new UsageException(source.path()
                        + ": is no model that Espalier knows; a model is a .keras, .h5, .json or .tflite file"));
    }

    Path path() {
        return source.path();
    }

    /** The open file. */
    ModelSource source() {
        return source;
    }

    /** Whether the file holds a model of this type: a Model or a Graph. */
    boolean is(Class<?> type) {
        return format.types().contains(type);
    }

    /** Whether the file holds weights, and not an architecture alone. */
    boolean holdsWeights() {
        return format.features().contains(ModelFormat.Feature.WEIGHTS);
    }

    /** Reads a file that {@linkplain #is is} of this type. */
    <T> StoredModel<T> read(Class<T> type, ReadOptions options) throws IOException {
        return format.read(source, options).as(type).orElseThrow();
    }

    /** Reads a {@code .tflite} file to be run. */
    TfliteModel runnable() throws IOException {
        return TfliteModel.read(source);
    }

    /** How many bytes the file has. */
    long size() throws IOException {
        return source.size();
    }

    /** The file as the provenance of what is made of it names it. */
    String asParent() throws IOException {
        return source.parent();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
