// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers models of TensorFlow.js: a folder with {@code model.json}, which has the configuration of Keras, and files of weights. They are read as
 * tensorflowjs 1 to 4 and TensorFlow.js itself write them, by the folder or by its model.json, and written for TensorFlow.js 4.22.
 *
 * <p>Immutable.
 */
public final class TfjsLayersFormat implements ModelFormat<Model> {
    /** With weights as they are. */
    public static final TfjsLayersFormat TFJS_LAYERS = new TfjsLayersFormat(WeightStorage.FLOAT32);

    /** What marks a layers model in {@code format}. */
    static final String FORMAT = "layers-model";

    private static final String TOPOLOGY = "modelTopology";
    private static final Set<String> KNOWN = Set.of(
            "format", "generatedBy", "convertedBy", TOPOLOGY, ModelJson.MANIFEST, ModelJson.METADATA, "trainingConfig");

    private final WeightStorage storage;

    private TfjsLayersFormat(WeightStorage storage) {
        this.storage = storage;
    }

    /** The format with weights stored this way. */
    public TfjsLayersFormat withStorage(WeightStorage changed) {
        return new TfjsLayersFormat(changed);
    }

    @Override
    public String id() {
        return "tfjs-layers";
    }

    @Override
    public String extension() {
        return "";
    }

    @Override
    public Set<Class<? extends Model>> types() {
        return Set.of(Model.class);
    }

    @Override
    public String about() {
        return "Reads tensorflowjs 1 to 4 and model.save() of TensorFlow.js; writes for TensorFlow.js 4.22. No GRU with"
                + " reset_after, no masks, no attention.";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE);
    }

    @Override
    public boolean isWritten() {
        return true;
    }

    @Override
    public boolean claims(String name) {
        return false;
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return ModelJson.format(source).filter(FORMAT::equals).isPresent();
    }

    /**
     * Reads a model.
     *
     * @throws ModelFormatException if a file is missing or damaged, or the model has a layer or setting that Espalier lacks
     * @throws IOException if a file is there but cannot be read
     */
    @Override
    public StoredModel<Model> read(ModelSource source, ReadOptions options) throws IOException {
        Path file = ModelJson.file(source);
        JsonNode json = ModelJson.read(file);
        List<String> notes = new ArrayList<>();
        json.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                notes.add("'" + key + "' is not known and left aside");
            }
        });
        JsonNode topology = json.path(TOPOLOGY);
        JsonNode config = topology.path("model_config").isMissingNode() ? topology : topology.path("model_config");
        if (!config.isObject() && !config.isTextual()) {
            throw new ModelFormatException(
                    file, "'" + TOPOLOGY + "' is missing: the file has weights without a model; save the model again");
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        boolean hasOptimizer = false;
        for (NamedWeight weight : WeightsFolder.read(file, json.path(ModelJson.MANIFEST))) {
            if (weight.group().filter("optimizer"::equals).isPresent()) {
                hasOptimizer = true;
            } else {
                weights.put(weight.name(), weight.floats());
            }
        }
        if (hasOptimizer) {
            notes.add("the state of the optimizer is left aside");
        }
        KerasReader reader = KerasReader.standard().withNotes(notes::add);
        if (options.inputShape().isPresent()) {
            reader = reader.withInputShape(options.inputShape().get().toArray());
        }
        String text = config.isTextual() ? config.textValue() : JsonTree.print(config);
        Model model = reader.read(file, text, weights);
        return new StoredTfjs<>(file, model, ModelJson.origin(json), notes);
    }

    @Override
    public void write(Model model, @Nullable Provenance provenance, Path folder) throws IOException {
        writeWeights(model, provenance, folder);
    }

    /**
     * Writes a model into a folder, as {@link #write}, and says how each weight is stored. If the folder holds a model of TensorFlow.js, the new
     * one takes its place; other files stay.
     *
     * @throws ModelException if layers models cannot hold the model, or the storage cannot hold a weight; names each
     * @throws IOException if the folder cannot be written
     */
    public List<StoredWeight> writeWeights(Model model, @Nullable Provenance provenance, Path folder)
            throws IOException {
        LayersConfig.Written written = LayersConfig.of(model);
        WeightsWriter weights = WeightsWriter.of(written.weights(), storage);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("generatedBy", "Espalier")
                .putNull("convertedBy");
        json.putObject(TOPOLOGY)
                .put("keras_version", "2.15.0")
                .put("backend", "tensorflow")
                .set("model_config", written.config());
        json.set(ModelJson.MANIFEST, weights.manifest());
        ModelJson.putOrigin(json, provenance);
        ModelJson.write(folder, json, weights);
        return weights.weights();
    }

    @Override
    public void check(Model model) {
        LayersConfig.of(model);
    }
}
