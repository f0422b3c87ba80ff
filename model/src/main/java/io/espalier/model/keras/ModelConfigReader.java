// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An architecture from Keras 2's {@code model_config}.
 *
 * <p>A Sequential model may start with an {@code InputLayer}, or its first layer has a {@code batch_input_shape}; then an input is
 * put in front under the name Keras would give it. In a functional model each layer is called once, without further arguments.
 */
final class ModelConfigReader {
    private final Path file;
    private final ArchitectureBuilder builder;

    ModelConfigReader(Path file) {
        this.file = file;
        this.builder = new ArchitectureBuilder(file);
    }

    /** @throws ModelFormatException if the model is of another kind, or has a layer or setting that ours cannot have */
    Architecture read(JsonNode modelConfig) {
        String className = modelConfig.path("class_name").asText();
        JsonNode config = modelConfig.path("config");
        return switch (className) {
            case "Sequential" -> sequential(config);
            case "Functional", "Model" -> functional(config);
            default ->
                throw error(
                        "the model is of class '" + className
                                + "'; supported are Sequential and Functional models, so build it as one of these in Keras and save it again");
        };
    }

    private Architecture sequential(JsonNode config) {
        JsonNode layers = config.isArray() ? config : config.path("layers");
        if (layers.isEmpty()) {
            throw error("the Sequential model has no layers");
        }
        List<String> previous = classOf(layers.get(0)).equals("InputLayer")
                ? List.of()
                : List.of(addImplicitInput(layers.get(0), config));
        for (JsonNode layer : layers) {
            builder.add(nameOf(layer), classOf(layer), layer.path("config"), previous);
            previous = List.of(nameOf(layer));
        }
        return builder.build(config.path("name").asText("sequential"), Model.Topology.SEQUENTIAL, previous);
    }

    private String addImplicitInput(JsonNode first, JsonNode model) {
        String name = nameOf(first);
        String setting = "batch_input_shape";
        LayerConfig config = new LayerConfig(file, name, classOf(first), first.path("config"), List.of());
        JsonNode shape = first.path("config").path(setting);
        if (shape.isMissingNode()) {
            setting = "build_input_shape";
            shape = model.path(setting);
        }
        if (shape.isMissingNode()) {
            throw config.error(
                    "comes first but has no 'batch_input_shape'; give the model an Input in Keras and save it again");
        }
        LayerConfig input = new LayerConfig(file, name + "_input", "InputLayer", first.path("config"), List.of());
        builder.add(input, new Input(config.batchShape(shape, setting)), List.of());
        return input.name();
    }

    private Architecture functional(JsonNode config) {
        List<String> inputs = tensors(config.path("input_layers"), "input_layers");
        List<JsonNode> waiting = new ArrayList<>();
        config.path("layers").forEach(waiting::add);
        inputsInOrder(waiting, inputs);
        while (!waiting.isEmpty()) {
            if (!waiting.removeIf(this::addIfReady)) {
                throw error("layer '" + nameOf(waiting.get(0)) + "' takes its input from "
                        + inboundLayers(waiting.get(0)) + ", which are not all layers of the model before it");
            }
        }
        List<String> outputs = tensors(config.path("output_layers"), "output_layers");
        if (!builder.knows(outputs)) {
            throw error("'output_layers' names " + outputs + ", which are not all layers of the model");
        }
        return builder.build(config.path("name").asText("model"), Model.Topology.FUNCTIONAL, outputs);
    }

    // The model's inputs are in the order of its input layers; Keras keeps that order apart from the order of layers.
    private void inputsInOrder(List<JsonNode> layers, List<String> names) {
        List<JsonNode> inputs = layers.stream()
                .filter(layer -> classOf(layer).equals("InputLayer"))
                .toList();
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
        List<String> inputs = inboundLayers(layer);
        if (!builder.knows(inputs)) {
            return false;
        }
        builder.add(nameOf(layer), classOf(layer), layer.path("config"), inputs);
        return true;
    }

    private List<String> inboundLayers(JsonNode layer) {
        JsonNode calls = layer.path("inbound_nodes");
        LayerConfig config = new LayerConfig(file, nameOf(layer), classOf(layer), layer.path("config"), List.of());
        if (calls.size() > 1) {
            throw config.error("is called " + calls.size()
                    + " times; a layer shared between places is not supported, so use one layer for each place");
        }
        List<String> inputs = new ArrayList<>();
        for (JsonNode tensor : calls.path(0)) {
            if (!isFirstOutputOfFirstCall(tensor)) {
                throw config.error(
                        "takes input " + tensor + "; expected is the only output of a layer that is called once, as"
                                + " [\"layer\", 0, 0, {}]");
            }
            if (!tensor.path(3).isEmpty()) {
                throw config.error("is called with arguments " + tensor.get(3) + "; only tensors are supported");
            }
            inputs.add(tensor.get(0).textValue());
        }
        return inputs;
    }

    private List<String> tensors(JsonNode list, String setting) {
        List<String> layers = new ArrayList<>();
        // A model with one tensor may have it without the list around it.
        Iterable<JsonNode> tensors = isFirstOutputOfFirstCall(list) ? List.of(list) : list;
        for (JsonNode tensor : tensors) {
            if (!isFirstOutputOfFirstCall(tensor)) {
                throw error("'" + setting + "' has " + tensor + "; expected is [\"layer\", 0, 0]");
            }
            layers.add(tensor.get(0).textValue());
        }
        if (layers.isEmpty()) {
            throw error("'" + setting + "' is " + list + "; a functional model has at least one");
        }
        return layers;
    }

    private static boolean isFirstOutputOfFirstCall(JsonNode tensor) {
        return tensor.size() >= 3
                && tensor.get(0) != null
                && tensor.get(0).isTextual()
                && isZero(tensor.get(1))
                && isZero(tensor.get(2));
    }

    private static boolean isZero(JsonNode index) {
        return index.isInt() && index.intValue() == 0;
    }

    private String nameOf(JsonNode layer) {
        JsonNode name = layer.path("config").path("name");
        if (!name.isTextual()) {
            throw error("a layer of class '" + classOf(layer) + "' has no name in its config");
        }
        return name.textValue();
    }

    private static String classOf(JsonNode layer) {
        return layer.path("class_name").asText();
    }

    private ModelFormatException error(String problem) {
        return new ModelFormatException(file, "model_config: " + problem);
    }
}
