// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.AtomicFile;
import io.espalier.model.Model;
import io.espalier.model.ModelException;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Provenance;
import io.espalier.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whole models in Keras 2's HDF5 form, {@code model.h5}: architecture and weights.
 *
 * <p>The form: root attributes {@code model_config} (JSON), {@code keras_version} and {@code backend}; a group {@code model_weights}
 * with one group for each layer, whose {@code weight_names} are the paths of its data sets, in order. Optimizer state and training
 * settings are neither written nor read.
 */
public final class KerasH5 {
    static final String MODEL_CONFIG = "model_config";
    static final String KERAS_VERSION = "keras_version";
    static final String MODEL_WEIGHTS = "model_weights";
    static final String LAYER_NAMES = "layer_names";
    static final String WEIGHT_NAMES = "weight_names";

    /** The root attribute that holds the {@link Provenance}, as JSON; Keras ignores it. */
    static final String PROVENANCE = "espalier_provenance";

    /** The root attribute that holds the {@link io.espalier.model.TrainedQuantization}, as JSON; Keras ignores it. */
    static final String QUANTIZATION = "espalier_quantization";

    private static final JsonMapper JSON = new JsonMapper();

    private KerasH5() {}

    /**
     * Reads a model that Keras 2 saved whole.
     *
     * <p>Regularizers, constraints, initializers and a fixed batch size are not kept.
     *
     * @throws ModelFormatException if there is no such file, it is no HDF5 file, is damaged, holds no whole model, or a model with
     *     layers or settings that Espalier lacks
     * @throws IOException if the file is there but cannot be read
     */
    public static Model read(Path file) throws IOException {
        HdfSource source = HdfSource.read(file);
        Architecture architecture = new ModelConfigReader(file).read(modelConfig(source));
        Weights weights = new H5WeightsReader(source).read(architecture);
        Model model;
        try {
            model = Model.of(
                    architecture.name(),
                    architecture.topology(),
                    architecture.nodes(),
                    architecture.outputs(),
                    weights);
        } catch (ModelException e) {
            throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
        }
        return withQuantization(model, source);
    }

    private static Model withQuantization(Model model, HdfSource source) {
        try {
            return source.text(QUANTIZATION)
                    .map(text -> model.withQuantization(QuantizationJson.read(text)))
                    .orElse(model);
        } catch (ModelException e) {
            throw new ModelFormatException(
                    source.file(), "attribute '" + QUANTIZATION + "': " + e.getMessage() + "; save the model again", e);
        }
    }

    /**
     * Where a model comes from, if its file says so; files that Keras saved do not.
     *
     * @throws ModelFormatException if there is no such file, it is no HDF5 file or damaged, or what it says is no provenance
     * @throws IOException if the file is there but cannot be read
     */
    public static Optional<Provenance> provenance(Path file) throws IOException {
        Optional<String> text = HdfSource.read(file).text(PROVENANCE);
        try {
            return text.map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, "attribute '" + PROVENANCE + "': " + e.getMessage() + "; save the model again", e);
        }
    }

    private static JsonNode modelConfig(HdfSource source) {
        String version = source.text(KERAS_VERSION).orElse("2");
        if (!version.startsWith("2")) {
            throw new ModelFormatException(
                    source.file(), "was saved by Keras " + version + "; only the form of Keras 2 is supported");
        }
        String text = source.text(MODEL_CONFIG)
                .orElseThrow(() -> new ModelFormatException(
                        source.file(),
                        "has no attribute 'model_config', so it is no whole Keras model but weights alone, perhaps; save it in"
                                + " Keras by model.save(\"model.h5\")"));
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    source.file(),
                    "attribute 'model_config' is no JSON (" + e.getOriginalMessage() + "); save the model again",
                    e);
        }
    }

    /**
     * Writes a model so that Keras 2 can load it.
     *
     * <p>The file appears under its name when it is complete; whatever goes wrong before, what was there stays.
     *
     * @throws ModelException if the form cannot hold the model; says why
     */
    public static void write(Model model, @Nullable Provenance provenance, Path file) throws IOException {
        HdfGroup root = H5ModelWriter.groups(model, provenance);
        AtomicFile.write(file, temporary -> HdfWriter.write(root, temporary));
    }
}
