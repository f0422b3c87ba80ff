// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.config.WritableModel;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.keras.versions.Keras3Config;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of Keras. All of them are read by {@link KerasReader}. */
public enum KerasFormat implements ModelFormat<Model> {
    /**
     * HDF5: a whole model of Keras 1, Keras 2 or tf.keras, or weights alone, which {@link KerasWeights} reads.
     *
     * <p>The form: root attributes {@code model_config} (JSON), {@code keras_version} and {@code backend}; a group {@code model_weights}
     * with one group for each layer, whose {@code weight_names} are the paths of its data sets, in order. It is written so that Keras 2 can load
     * it; functions that only Keras 3 has ({@code hard_swish}, its {@code hard_sigmoid} as {@code espalier>hard_sigmoid}) must be given to
     * Keras 2 as {@code custom_objects}.
     */
    H5,

    /** A zip archive: a whole model of Keras 3, or of tf.keras from 2.12 on. It is written so that Keras 3 can load it. */
    KERAS,

    /** JSON as {@code model.to_json()} gives it: an architecture without weights. */
    JSON;

    private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};

    @Override
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String extension() {
        return "." + id();
    }

    @Override
    public Set<Class<? extends Model>> types() {
        return Set.of(Model.class);
    }

    @Override
    public String about() {
        return switch (this) {
            case H5 -> "Reads Keras 1, 2, 3 and tf.keras; writes Keras 2.15. Files up to 2 GB.";
            case KERAS -> "Reads Keras 3 and tf.keras from 2.12 on; writes Keras 3.";
            case JSON -> "Reads model.to_json() of any Keras, with weights in a file of their own.";
        };
    }

    @Override
    public Set<Feature> features() {
        return this == JSON
                ? Set.of()
                : EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE, Feature.CLUSTERS, Feature.TRAINED_QUANTIZATION);
    }

    @Override
    public boolean isWritten() {
        return this != JSON;
    }

    /** Other programs write JSON too, so the name of such a file says nothing. */
    @Override
    public boolean claims(String name) {
        return switch (this) {
            case H5 ->
                ModelFormat.super.claims(name) || name.toLowerCase(Locale.ROOT).endsWith(".hdf5");
            case KERAS -> ModelFormat.super.claims(name);
            case JSON -> false;
        };
    }

    @Override
    public boolean recognizes(ModelSource source) {
        byte[] start = source.start();
        return switch (this) {
            case H5 -> startsWith(start, HDF5_SIGNATURE);
            case KERAS -> startsWith(start, ZIP_SIGNATURE);
            case JSON -> startsWithBrace(start);
        };
    }

    // A part of the signature alone is a file that is cut short.
    private static boolean startsWith(byte[] start, byte[] signature) {
        for (int i = 0; i < signature.length && i < start.length; i++) {
            if (start[i] != signature[i]) {
                return false;
            }
        }
        return start.length > 0;
    }

    private static boolean startsWithBrace(byte[] start) {
        for (byte each : start) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return each == '{';
            }
        }
        return false;
    }

    @Override
    public StoredModel<Model> read(ModelSource source, ReadOptions options) throws IOException {
        List<String> notes = new ArrayList<>();
        KerasReader reader = KerasReader.standard().withNotes(notes::add);
        if (options.inputShape().isPresent()) {
            reader = reader.withInputShape(options.inputShape().get());
        }
        KerasModel read = options.weights().isPresent()
                ? reader.read(source, options.weights().get())
                : reader.read(source);
        return read.withNotes(notes);
    }

    /**
     * Writes a model. An existing file is replaced only once the new one is complete.
     *
     * @throws ModelException if the format cannot hold the model; says why
     */
    @Override
    public void write(Model model, @Nullable Provenance provenance, Path file) throws IOException {
        switch (this) {
            case H5 -> {
                HdfGroup root = H5ModelWriter.groups(model, provenance);
                AtomicFile.write(file, temporary -> HdfWriter.write(root, temporary));
            }
            case KERAS -> Keras3File.write(model, provenance, file);
            case JSON ->
                throw new ModelException(
                        file + ": an architecture in JSON holds no weights, so it is only read; write .keras or .h5");
        }
    }

    @Override
    public void check(Model model) {
        switch (this) {
            case H5 -> H5ModelWriter.config(WritableModel.ofKeras2(model));
            case KERAS -> Keras3Config.of(WritableModel.ofKeras3(model));
            case JSON -> {}
        }
    }

    /**
     * Opens a file of Keras.
     *
     * @throws ModelFormatException if there is no such file
     */
    static ModelSource open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "no such file; check the path");
        }
        return ModelSource.open(file);
    }

    /**
     * Which of these formats a file is.
     *
     * @throws ModelFormatException if it is empty, or none of these
     */
    static KerasFormat of(ModelSource source) {
        if (source.start().length == 0) {
            throw new ModelFormatException(source.path(), "the file is empty; save the model again");
        }
        for (KerasFormat format : values()) {
            if (format.recognizes(source)) {
                return format;
            }
        }
        throw new ModelFormatException(
                source.path(),
                "not an HDF5 file, zip archive or JSON; expected a Keras model written by model.save(\"model.keras\"),"
                        + " model.save(\"model.h5\") or model.to_json()");
    }
}
