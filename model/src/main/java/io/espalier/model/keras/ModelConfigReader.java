// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An architecture from Keras 2's {@code model_config}.
 *
 * <p>A Sequential model may start with an {@code InputLayer}, or its first layer has a {@code batch_input_shape}; then an input is
 * put in front under the name Keras would give it. In a functional model each layer is called once, without further arguments. Where a layer
 * is itself a model, its layers become layers of the whole, under its name: {@code encoder/conv2d}.
 */
final class ModelConfigReader {
    private final Path file;
    private final ArchitectureBuilder builder;

    /** What the names of its layers start with in the whole; empty for the whole itself. */
    private final String prefix;

    /** For a model within: what is put into it, as it is called in the whole. */
    private final List<String> fedBy;

    private final List<ArchitectureBuilder.Added> added = new ArrayList<>();
    private final Set<String> models = new HashSet<>();

    /** What each layer that has been read puts out, as it is called in the whole. */
    private final Map<String, List<String>> results = new HashMap<>();

    ModelConfigReader(Path file) {
        this(file, new ArchitectureBuilder(file), "", List.of());
    }

    private ModelConfigReader(Path file, ArchitectureBuilder builder, String prefix, List<String> fedBy) {
        this.file = file;
        this.builder = builder;
        this.prefix = prefix;
        this.fedBy = fedBy;
    }

    /** @throws ModelFormatException if the model is of another kind, or has a layer or setting that ours cannot have */
    Architecture read(JsonNode modelConfig) {
        JsonNode config = modelConfig.path("config");
        List<String> outputs = outputs(modelConfig);
        return LayerJson.classOf(modelConfig).equals("Sequential")
                ? builder.sequential(config.path("name").asText("sequential"), outputs)
                : builder.functional(config.path("name").asText("model"), outputs);
    }

    /** Adds the layers of a model; what its outputs are called in the whole. */
    private List<String> outputs(JsonNode model) {
        JsonNode config = model.path("config");
        return switch (LayerJson.classOf(model)) {
            case "Sequential" -> sequential(config);
            case "Functional", "Model" -> functional(config);
            default ->
                throw error(
                        "the model is of class '" + LayerJson.classOf(model)
                                + "'; supported are Sequential and Functional models, so build it as one of these in Keras and save it again");
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
        LayerConfig config =
                new LayerConfig(file, nameOf(first), LayerJson.classOf(first), shaped.path("config"), List.of());
        JsonNode shape = shaped.path("config").path(setting);
        if (shape.isMissingNode()) {
            setting = "build_input_shape";
            shape = model.path(setting);
        }
        if (shape.isMissingNode()) {
            throw config.error(
                    "comes first but has no 'batch_input_shape'; give the model an Input in Keras and save it again");
        }
        LayerConfig input =
                new LayerConfig(file, nameOf(first) + "_input", "InputLayer", shaped.path("config"), List.of());
        return keep("InputLayer", builder.add(input, new Input(config.batchShape(shape, setting)), List.of()));
    }

    private List<String> functional(JsonNode config) {
        List<JsonNode> waiting = new ArrayList<>();
        config.path("layers").forEach(waiting::add);
        waiting.stream().filter(LayerJson::isModel).map(this::nameOf).forEach(models::add);
        List<String> inputs = names(tensors(config.path("input_layers"), "input_layers"));
        inputsInOrder(waiting, inputs);
        if (isWithin()) {
            checkInputs(inputs.size());
            inputs.forEach(input -> results.put(input, List.of(fedBy.get(inputs.indexOf(input)))));
            waiting.removeIf(LayerJson::isInput);
        }
        while (!waiting.isEmpty()) {
            if (!waiting.removeIf(this::addIfReady)) {
                throw error("layer '" + nameOf(waiting.get(0)) + "' takes its input from "
                        + names(inboundTensors(waiting.get(0)))
                        + ", which are not all layers of the model before it");
            }
        }
        List<ConfigTensor> outputs = tensors(config.path("output_layers"), "output_layers");
        if (!results.keySet().containsAll(names(outputs))) {
            throw error("'output_layers' names " + names(outputs) + ", which are not all layers of the model");
        }
        return outputs.stream().map(this::result).toList();
    }

    // The model's inputs are in the order of its input layers; Keras keeps that order apart from the order of layers.
    private void inputsInOrder(List<JsonNode> layers, List<String> names) {
        List<JsonNode> inputs = layers.stream().filter(LayerJson::isInput).toList();
        List<String> listed = inputs.stream().map(this::nameOf).toList();
        if (listed.equals(names)) {
            return;
        }
        if (listed.size() != names.size() || !listed.containsAll(names)) {
            throw error("'input_layers' names " + names + ", but the InputLayers are " + listed);
        }
        layers.removeAll(inputs);
        layers.addAll(
                0, names.stream().map(name -> inputs.get(listed.indexOf(name))).toList());
    }

    private boolean addIfReady(JsonNode layer) {
        List<ConfigTensor> inputs = inboundTensors(layer);
        if (!results.keySet().containsAll(names(inputs))) {
            return false;
        }
        add(layer, inputs.stream().map(this::result).toList());
        return true;
    }

    private List<String> add(JsonNode layer, List<String> inputs) {
        String name = nameOf(layer);
        List<String> outputs;
        if (LayerJson.isModel(layer)) {
            ModelConfigReader within = new ModelConfigReader(file, builder, prefix + name + "/", inputs);
            outputs = within.outputs(layer);
            keep(name, LayerJson.classOf(layer), within.added);
        } else {
            outputs = List.of(keep(
                    LayerJson.classOf(layer),
                    builder.add(prefix + name, LayerJson.classOf(layer), layer.path("config"), inputs)));
        }
        results.put(name, outputs);
        return outputs;
    }

    private String keep(String className, ArchitectureBuilder.Added layer) {
        keep(layer.name(), className, List.of(layer));
        return layer.name();
    }

    /** A file keeps together the weights of all that is within a layer of the whole. */
    private void keep(String name, String className, List<ArchitectureBuilder.Added> layers) {
        added.addAll(layers);
        if (!isWithin()) {
            builder.group(name, className, layers);
        }
    }

    private List<ConfigTensor> inboundTensors(JsonNode layer) {
        JsonNode calls = layer.path("inbound_nodes");
        LayerConfig config = new LayerConfig(
                file, prefix + nameOf(layer), LayerJson.classOf(layer), layer.path("config"), List.of());
        if (calls.size() > 1) {
            throw config.error("is called " + calls.size()
                    + " times; a layer shared between places is not supported, so use one layer for each place");
        }
        List<ConfigTensor> inputs = new ArrayList<>();
        for (JsonNode tensor : calls.path(0)) {
            inputs.add(ConfigTensor.of(tensor)
                    .filter(this::isOfOnlyCall)
                    .orElseThrow(() -> config.error(
                            "takes input " + tensor + "; expected is the only output of a layer that is called once, as"
                                    + " [\"layer\", 0, 0, {}]")));
            if (!tensor.path(3).isEmpty()) {
                throw config.error("is called with arguments " + tensor.get(3) + "; only tensors are supported");
            }
        }
        return inputs;
    }

    private List<ConfigTensor> tensors(JsonNode list, String setting) {
        List<ConfigTensor> tensors = new ArrayList<>();
        // A model with one tensor may have it without the list around it.
        Iterable<JsonNode> listed = ConfigTensor.of(list).isPresent() ? List.of(list) : list;
        for (JsonNode tensor : listed) {
            tensors.add(ConfigTensor.of(tensor)
                    .filter(this::isOfOnlyCall)
                    .orElseThrow(() -> error("'" + setting + "' has " + tensor + "; expected is [\"layer\", 0, 0]")));
        }
        if (tensors.isEmpty()) {
            throw error("'" + setting + "' is " + list + "; a functional model has at least one");
        }
        return tensors;
    }

    private boolean isOfOnlyCall(ConfigTensor tensor) {
        return models.contains(tensor.layer()) ? tensor.isOfOnlyCallOfModel() : tensor.isOnlyOutputOfOnlyCall();
    }

    private String result(ConfigTensor tensor) {
        List<String> outputs = results.getOrDefault(tensor.layer(), List.of());
        if (tensor.output() < 0 || tensor.output() >= outputs.size()) {
            throw error("output " + tensor.output() + " of layer '" + tensor.layer() + "' is wanted, which has "
                    + outputs.size());
        }
        return outputs.get(tensor.output());
    }

    private static List<String> names(List<ConfigTensor> tensors) {
        return tensors.stream().map(ConfigTensor::layer).toList();
    }

    private boolean isWithin() {
        return !prefix.isEmpty();
    }

    private void checkInputs(int inputs) {
        if (fedBy.size() != inputs) {
            throw error("the model has " + inputs + " inputs, but is called with " + fedBy.size());
        }
    }

    private String nameOf(JsonNode layer) {
        JsonNode name = layer.path("config").path("name");
        if (!name.isTextual()) {
            throw error("a layer of class '" + LayerJson.classOf(layer) + "' has no name in its config");
        }
        return name.textValue();
    }

    private ModelFormatException error(String problem) {
        String place = isWithin() ? " of '" + prefix.substring(0, prefix.length() - 1) + "'" : "";
        return new ModelFormatException(file, "model_config" + place + ": " + problem);
    }
}
