// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.versions.CanonicalConfig;
import io.espalier.model.keras.weights.ChannelsLast;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.keras.weights.WeightGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An architecture from Keras's {@code model_config}, in the words of {@link CanonicalConfig}.
 *
 * <p>A Sequential model may start with an {@code InputLayer}, or its first layer has a {@code batch_input_shape}; then an input is
 * put in front under the name Keras would give it. Where a layer is itself a model, its layers become layers of the whole, under its name:
 * {@code encoder/conv2d}. Where a model is applied to each step of a sequence, each of its layers is. A layer or model that is called several times becomes a layer for each call; the later ones have the names {@code
 * dense_call_2}, ..., and take their weights from the first.
 */
final class ModelConfigReader {
    final Path file;
    private final ArchitectureBuilder builder;
    private final LayerCalls calls;

    /** What the names of its layers start with in the whole; empty for the whole itself. */
    final String prefix;

    /** Whether its layers have been added before, with the weights. */
    private final boolean furtherCall;

    /** For a model within: what is put into it, as it is called in the whole. */
    final List<String> fedBy;

    private final Mode mode;

    private final List<ArchitectureBuilder.Added> added = new ArrayList<>();
    private final List<WeightGroup> groups = new ArrayList<>();

    /**
     * How a model is called by another.
     *
     * @param isTraining as while it is trained
     * @param isPerStep for each step of a sequence
     */
    private record Mode(boolean isTraining, boolean isPerStep) {
        static final Mode PLAIN = new Mode(false, false);
    }

    private ModelConfigReader(
            Path file,
            ArchitectureBuilder builder,
            LayerCalls calls,
            String prefix,
            boolean furtherCall,
            List<String> fedBy,
            Mode mode) {
        this.file = file;
        this.builder = builder;
        this.calls = calls;
        this.prefix = prefix;
        this.furtherCall = furtherCall;
        this.fedBy = fedBy;
        this.mode = mode;
    }

    /** @throws ModelFormatException if the model is of another kind, or has a layer or setting that ours cannot have */
    static KerasArchitecture read(Path file, JsonNode modelConfig, KerasReader reader) {
        JsonNode canonical = CanonicalConfig.of(modelConfig);
        ArchitectureBuilder builder = new ArchitectureBuilder(
                file, reader, new ChannelsLast(canonical), CanonicalConfig.isKeras3(modelConfig));
        return new ModelConfigReader(file, builder, new LayerCalls(file, builder), "", false, List.of(), Mode.PLAIN)
                .whole(canonical);
    }

    private KerasArchitecture whole(JsonNode modelConfig) {
        JsonNode config = modelConfig.path("config");
        List<String> outputs = outputs(modelConfig);
        calls.checkOutputs(outputs);
        groups.forEach(builder::keep);
        return LayerJson.classOf(modelConfig).equals("Sequential")
                ? builder.sequential(config.path("name").asText("sequential"), outputs)
                : builder.functional(config.path("name").asText("model"), outputs);
    }

    /** Adds the layers of a model; what its outputs are called in the whole. */
    private List<String> outputs(JsonNode model) {
        JsonNode config = model.path("config");
        return switch (LayerJson.classOf(model)) {
            case "Sequential" -> sequential(config);
            case "Functional", "Model" -> new FunctionalConfigReader(this, config).outputs();
            default ->
                throw error(
                        "the model is of class '" + LayerJson.classOf(model)
                                + "'; only Sequential and Functional models are supported; build it as one of these in Keras and save it again");
        };
    }

    private List<String> sequential(JsonNode config) {
        JsonNode layers = LayerJson.layersOf(config);
        if (layers.isEmpty()) {
            throw error("the Sequential model has no layers");
        }
        List<String> previous = fedBy;
        if (isWithin()) {
            checkInputs(1);
        } else if (!LayerJson.isInput(layers.get(0))) {
            previous = List.of(addImplicitInput(layers.get(0), config));
        }
        for (JsonNode layer : layers) {
            boolean isFedFromOutside = isWithin() && LayerJson.isInput(layer);
            previous = isFedFromOutside ? previous : add(layer, previous);
        }
        return previous;
    }

    private String addImplicitInput(JsonNode first, JsonNode model) {
        JsonNode shaped = first;
        while (LayerJson.isModel(shaped)) {
            shaped = LayerJson.layersOf(shaped.path("config")).path(0);
        }
        String setting = "batch_input_shape";
        JsonNode settings = shaped.path("config");
        if (!settings.has(setting)) {
            setting = "build_input_shape";
            settings = model;
        }
        LayerConfig config = new LayerConfig(file, nameOf(first), LayerJson.classOf(first), settings, List.of());
        if (!settings.hasNonNull(setting)) {
            throw config.error(
                    "is the first layer but has no 'batch_input_shape'; give the model an Input in Keras and save it again");
        }
        ObjectNode ofInput = JsonNodeFactory.instance.objectNode();
        ofInput.set(setting, settings.get(setting));
        if (settings.has("dtype")) {
            ofInput.set("dtype", settings.get("dtype"));
        }
        LayerConfig input = new LayerConfig(file, nameOf(first) + "_input", "InputLayer", ofInput, List.of());
        ArchitectureBuilder.Added layer = builder.addInput(input, setting);
        keep(List.of(layer), builder.group(layer.name(), "InputLayer", layer));
        return layer.name();
    }

    /** Adds a layer that is called once. */
    List<String> add(JsonNode layer, List<String> inputs) {
        return call(LayerJson.withFirstOutput(layer), nameOf(layer), inputs, 0, false);
    }

    /**
     * Adds a call of a layer.
     *
     * @param name the layer's
     * @param call which, from 0
     * @param training whether it is called as while it is trained, which is not done here, but said
     * @return what it puts out, as it is called in the whole
     */
    List<String> call(JsonNode layer, String name, List<String> inputs, int call, boolean training) {
        String first = prefix + name;
        boolean isFirst = call == 0 && !furtherCall;
        String kind = LayerJson.classOf(layer);
        boolean isPerStep = LayerJson.isModelPerStep(layer);
        if (LayerJson.isModel(layer) || isPerStep) {
            Mode within = new Mode(mode.isTraining() || training, mode.isPerStep() || isPerStep);
            ModelConfigReader model =
                    new ModelConfigReader(file, builder, calls, first + "/", !isFirst, inputs, within);
            List<String> outputs =
                    model.outputs(isPerStep ? layer.path("config").path("layer") : layer);
            if (isFirst) {
                keep(model.added, builder.group(name, LayerJson.storedClassOf(layer), model.added, model.groups));
            }
            return outputs;
        }
        String here = isFirst ? first : furtherCall(first);
        JsonNode activation = LayerJson.activationOf(layer);
        boolean isActivated = !activation.isMissingNode();
        JsonNode settings = isActivated ? LayerJson.withoutActivation(layer.path("config")) : layer.path("config");
        List<ArchitectureBuilder.Added> parts = new ArrayList<>();
        parts.add(add(here, kind, settings, inputs, first));
        if (training || mode.isTraining()) {
            builder.noteTraining(here, kind);
        }
        if (isActivated) {
            String last = "/" + nameOf(activation);
            parts.add(add(
                    here + last,
                    LayerJson.classOf(activation),
                    activation.path("config"),
                    List.of(here),
                    first + last));
        }
        if (isFirst) {
            keep(parts, builder.group(name, LayerJson.storedClassOf(layer), parts, List.of()));
        }
        return parts.get(parts.size() - 1).outputs();
    }

    private ArchitectureBuilder.Added add(
            String name, String kind, JsonNode settings, List<String> inputs, String weightsOf) {
        return calls.add(name, kind, settings, inputs, weightsOf, mode.isPerStep());
    }

    private String furtherCall(String first) {
        int number = 2;
        while (calls.has(first + "_call_" + number)) {
            number++;
        }
        return first + "_call_" + number;
    }

    /** A file keeps together the weights of all that is within a layer of the whole. */
    private void keep(List<ArchitectureBuilder.Added> layers, WeightGroup group) {
        added.addAll(layers);
        groups.add(group);
    }

    /** Puts the weights of layers in the order that is said. */
    void groupsInOrder(List<String> names) {
        groups.sort(Comparator.comparingInt(group -> names.indexOf(group.name())));
    }

    boolean isWithin() {
        return !prefix.isEmpty();
    }

    void checkInputs(int inputs) {
        if (fedBy.size() != inputs) {
            throw error("the model has " + inputs + " inputs, but is called with " + fedBy.size());
        }
    }

    String nameOf(JsonNode layer) {
        JsonNode name = layer.path("config").path("name");
        if (!name.isTextual()) {
            name = layer.path("name");
        }
        if (!name.isTextual()) {
            throw error("a layer of class '" + LayerJson.classOf(layer) + "' has no name in its config");
        }
        return name.textValue();
    }

    ModelFormatException error(String problem) {
        String place = isWithin() ? " of '" + prefix.substring(0, prefix.length() - 1) + "'" : "";
        return new ModelFormatException(file, "model_config" + place + ": " + problem);
    }
}
