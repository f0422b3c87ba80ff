// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerConfigReader;
import io.espalier.model.keras.config.LayerTypes;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.keras.weights.H5WeightsReader;
import io.espalier.model.keras.weights.Keras3WeightsReader;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.keras.weights.NamedWeightsReader;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads models that Keras saved, told apart by their content:
 *
 * <ul>
 *   <li>{@code .h5}, a whole model of Keras 1, Keras 2 or tf.keras;
 *   <li>{@code .keras}, a whole model of Keras 3, or of tf.keras from 2.12 on;
 *   <li>JSON, as {@code model.to_json()} gives it: an architecture, whose weights start from a seed as in Keras.
 * </ul>
 *
 * <pre>{@code
 * Model model = KerasReader.standard()
 *         .withLayer("Swish6", settings -> ReLU.max(settings.number("limit")))
 *         .withInputShape(224, 224, 3)
 *         .read(Path.of("model.keras"));
 * }</pre>
 *
 * <p>Models that have the channels of images first (Keras 1's {@code dim_ordering} "th") are read with channels last: their inputs take
 * (height, width, channels), and weights are put in that order. Regularizers, constraints, initializers and a fixed batch size are not
 * kept. Nothing that a file holds is executed.
 *
 * <p>Immutable: each setting makes another.
 */
public final class KerasReader {

    private final Map<String, Function<LayerSettings, Layer>> custom;
    private final Optional<Shape> openDimensions;
    private final long seed;
    private final Consumer<String> notes;

    private KerasReader(
            Map<String, Function<LayerSettings, Layer>> custom,
            Optional<Shape> openDimensions,
            long seed,
            Consumer<String> notes) {
        this.custom = custom;
        this.openDimensions = openDimensions;
        this.seed = seed;
        this.notes = notes;
    }

    /** Reads the layers that Espalier has, of models with fixed input shapes. */
    public static KerasReader standard() {
        return new KerasReader(Map.of(), Optional.empty(), 0, note -> {});
    }

    /**
     * Reads a class of layers that Keras does not have, or that Espalier reads otherwise, as a layer of Espalier. Its weights are those that the
     * layer has, in their order.
     *
     * @param className as the file names it, without the package it was registered in
     * @param layer what it becomes, by its settings
     */
    public KerasReader withLayer(String className, Function<LayerSettings, Layer> layer) {
        Map<String, Function<LayerSettings, Layer>> more = new LinkedHashMap<>(custom);
        more.put(Objects.requireNonNull(className, "className"), Objects.requireNonNull(layer, "layer"));
        return new KerasReader(more, openDimensions, seed, notes);
    }

    /**
     * Sets dimensions that a file leaves open, as Keras's {@code Input((None, None, 3))} does. Dimensions that the file does set stay as they are.
     *
     * @param dimensions of one example, channels last
     */
    public KerasReader withInputShape(int... dimensions) {
        return withInputShape(Shape.of(dimensions));
    }

    /** A copy with this seed for the weights of an architecture without weights; the default is 0. */
    public KerasReader withSeed(long changed) {
        return new KerasReader(custom, openDimensions, changed, notes);
    }

    /** A copy that says where a model that was read computes something else than it does in Keras, such as with {@code training=True}. */
    public KerasReader withNotes(Consumer<String> told) {
        return new KerasReader(custom, openDimensions, seed, Objects.requireNonNull(told, "told"));
    }

    void note(String text) {
        notes.accept(text);
    }

    KerasReader withInputShape(Shape shape) {
        return new KerasReader(custom, Optional.of(shape), seed, notes);
    }

    /**
     * Reads a model.
     *
     * @throws ModelFormatException if there is no such file, it is of another kind or damaged, or holds a model with layers or settings
     *     that Espalier lacks
     * @throws IOException if the file is there but cannot be read
     */
    public Model read(Path file) throws IOException {
        try (ModelSource source = KerasFormat.open(file)) {
            return read(source).content();
        }
    }

    KerasModel read(ModelSource source) throws IOException {
        return switch (KerasFormat.of(source)) {
            case H5 -> readHdf5(HdfSource.of(source.path(), source.bytes()));
            case KERAS -> {
                try (KerasArchive archive = KerasArchive.open(source.path())) {
                    yield readArchive(archive);
                }
            }
            case JSON -> new KerasModel(source.path(), jsonFile(source).initialized(seed), Optional.empty());
        };
    }

    /**
     * Reads an architecture, as {@code model.to_json()} gives it, with the weights that {@code model.save_weights} wrote beside it. They may be in
     * the form of any version of Keras, by the names of the layers or, where Keras 3 wrote them, by their order.
     *
     * @throws ModelFormatException if either cannot be read, or they do not fit each other
     * @throws IOException if a file is there but cannot be read
     */
    public Model read(Path architecture, Path weights) throws IOException {
        try (ModelSource source = KerasFormat.open(architecture)) {
            return read(source, weights).content();
        }
    }

    KerasModel read(ModelSource architecture, Path weights) throws IOException {
        if (KerasFormat.of(architecture) != KerasFormat.JSON) {
            throw new ModelFormatException(
                    architecture.path(), "not JSON; expected an architecture written by model.to_json()");
        }
        KerasArchitecture read = jsonFile(architecture);
        HdfSource source = HdfSource.read(weights);
        try {
            Model model = read.with(
                    Keras3WeightsReader.isIn(source)
                            ? new Keras3WeightsReader(source).read(read)
                            : H5WeightsReader.of(source).read(read));
            return new KerasModel(architecture.path(), model, Optional.empty());
        } catch (ModelException e) {
            throw new ModelFormatException(weights, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads an architecture, as {@code model.to_json()} gives it, with weights from elsewhere.
     *
     * @param file what messages name
     * @param weights by their names in Keras, such as {@code dense/kernel}; those of one layer in its order
     * @throws ModelFormatException if the architecture cannot be read, or the weights do not fit it
     */
    public Model read(Path file, String architecture, Map<String, Tensor> weights) {
        KerasArchitecture read = architecture(file, architecture, "the architecture");
        return read.with(new NamedWeightsReader(file, weights, notes).read(read));
    }

    private KerasArchitecture jsonFile(ModelSource source) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(source.bytes()))
                    .toString();
            return architecture(source.path(), text, "the file");
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(
                    source.path(), "not JSON: it holds bytes that are no text in UTF-8; download the file again", e);
        }
    }

    /**
     * How the model in a file was trained, if the file says so: losses, the optimizer and its state.
     *
     * @throws ModelFormatException if the model cannot be read, or the state does not fit it
     * @throws IOException if the file is there but cannot be read
     */
    public Optional<KerasTraining> training(Path file) throws IOException {
        return withNotes(note -> {}).trainingOf(file);
    }

    // What is said of a model is said where the model itself is read.
    private Optional<KerasTraining> trainingOf(Path file) throws IOException {
        try (ModelSource source = KerasFormat.open(file)) {
            return switch (KerasFormat.of(source)) {
                case H5 -> training(HdfSource.of(file, source.bytes()));
                case KERAS -> {
                    try (KerasArchive archive = KerasArchive.open(file)) {
                        yield training(archive);
                    }
                }
                case JSON -> Optional.empty();
            };
        }
    }

    private Optional<KerasTraining> training(HdfSource source) {
        return source.text(KerasAttributes.TRAINING_CONFIG)
                .map(text -> training(
                        json(source.file(), text, "attribute '" + KerasAttributes.TRAINING_CONFIG + "'"),
                        source,
                        architecture(
                                source.file(),
                                source.text(KerasAttributes.MODEL_CONFIG).orElse("null"),
                                "'model_config'")));
    }

    private Optional<KerasTraining> training(KerasArchive archive) {
        JsonNode compiled =
                json(archive.file(), archive.config(), KerasArchive.CONFIG).path("compile_config");
        KerasArchitecture architecture = architecture(archive.file(), archive.config(), KerasArchive.CONFIG);
        return compiled.isObject()
                ? Optional.of(training(compiled, archive.weights(architecture), architecture))
                : Optional.empty();
    }

    private KerasTraining training(JsonNode config, HdfSource source, KerasArchitecture architecture) {
        KerasTraining training = TrainingConfigReader.read(config);
        OptimizerStateReader state = new OptimizerStateReader(source, architecture, architecture.initialized(seed));
        return new KerasTraining(
                training.losses(), training.metrics(), training.optimizer().map(state::read));
    }

    private KerasModel readHdf5(HdfSource source) {
        String config = source.text(KerasAttributes.MODEL_CONFIG)
                .orElseThrow(
                        () -> new ModelFormatException(
                                source.file(),
                                "missing attribute 'model_config': the file probably contains weights only; save the whole model in"
                                        + " Keras with model.save(\"model.h5\"), or load the weights into a model with KerasWeights"));
        KerasArchitecture architecture = architecture(source.file(), config, "attribute 'model_config'");
        Model model = architecture.with(new H5WeightsReader(source, KerasAttributes.MODEL_WEIGHTS).read(architecture));
        return new KerasModel(
                source.file(),
                withKnowledge(model, source.file(), source::text, "attribute"),
                source.text(KerasAttributes.PROVENANCE));
    }

    private KerasModel readArchive(KerasArchive archive) {
        Path file = archive.file();
        KerasArchitecture architecture = architecture(file, archive.config(), KerasArchive.CONFIG);
        Model model = architecture.with(new Keras3WeightsReader(archive.weights(architecture)).read(architecture));
        return new KerasModel(
                file,
                withKnowledge(model, file, archive::metadata, KerasArchive.METADATA + ","),
                archive.metadata(KerasAttributes.PROVENANCE));
    }

    private KerasArchitecture architecture(Path file, String text, String place) {
        try {
            return ModelConfigReader.read(file, json(file, text, place), this);
        } catch (StackOverflowError e) {
            throw new ModelFormatException(file, place + " nests models too deeply", e);
        }
    }

    static JsonNode json(Path file, String text, String place) {
        try {
            return JsonTree.parse(text);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    file, place + " is not valid JSON (" + e.getOriginalMessage() + "); save the model again", e);
        }
    }

    /** The model with what Espalier knew of it when it wrote the file. */
    private static Model withKnowledge(Model model, Path file, Function<String, Optional<String>> stored, String kind) {
        try {
            return StoredKnowledge.read(model, stored);
        } catch (ModelException e) {
            throw new ModelFormatException(file, kind + " " + e.getMessage() + "; save the model again", e);
        }
    }

    Optional<Shape> openDimensions() {
        return openDimensions;
    }

    Layer layer(LayerConfig config) {
        Function<LayerSettings, Layer> own = custom.get(config.className());
        if (own == null) {
            return LayerConfigReader.read(config);
        }
        LayerTypes.checkFloats(config);
        try {
            return own.apply(new LayerSettings(config));
        } catch (ModelException e) {
            throw config.error(e);
        }
    }

    /**
     * The settings of a layer in a file, for functions that read a custom class of layers ({@link KerasReader#withLayer}).
     *
     * <p>A setting that is missing or of another type is a {@link ModelFormatException} that names file, layer, class and setting.
     */
    public static final class LayerSettings {
        private final LayerConfig config;

        LayerSettings(LayerConfig config) {
            this.config = config;
        }

        /** The layer's name. */
        public String name() {
            return config.name();
        }

        /** The shapes that reach the layer, each of one example, channels last. */
        public List<Shape> inputShapes() {
            return config.inputs();
        }

        /** Whether a setting is there and not null. */
        public boolean has(String setting) {
            return config.settings().hasNonNull(setting);
        }

        /** A setting that is a whole number. */
        public int integer(String setting) {
            return config.integer(setting);
        }

        /** A setting that is a list of whole numbers. */
        public List<Integer> integers(String setting) {
            return config.integers(setting);
        }

        /** A setting that is a number. */
        public float number(String setting) {
            return config.number(setting);
        }

        /** A setting that is true or false. */
        public boolean flag(String setting) {
            return config.flag(setting);
        }

        /** A setting that is a string. */
        public String text(String setting) {
            return config.text(setting);
        }

        /** The setting {@code activation}. */
        public ActivationFunction activation() {
            return config.activation();
        }

        /** The exception to throw if the layer cannot be read; the message names file and layer. */
        public ModelFormatException error(String problem) {
            return config.error(problem);
        }
    }
}
