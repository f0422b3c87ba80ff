// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.Model;
import io.espalier.model.ModelException;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.WeightKey;
import io.espalier.model.WeightSpec;
import io.espalier.model.layer.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects layers as a file lists them; each is read when the shapes that reach it are known. */
final class ArchitectureBuilder {
    private final Path file;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, List<WeightSpec>> weightSpecs = new LinkedHashMap<>();
    private final List<WeightGroup> groups = new ArrayList<>();

    /**
     * A layer that has been added.
     *
     * @param trainable as its settings say
     */
    record Added(String name, boolean trainable) {}

    ArchitectureBuilder(Path file) {
        this.file = file;
    }

    /**
     * Adds a layer whose inputs have been added before.
     *
     * @throws ModelFormatException if it is not one of ours, or does not fit
     */
    Added add(String name, String className, JsonNode settings, List<String> inputs) {
        List<Shape> inputShapes = inputs.stream().map(shapes::get).toList();
        LayerConfig config = new LayerConfig(file, name, className, settings, inputShapes);
        return add(config, LayerConfigReader.read(config), inputs);
    }

    Added add(LayerConfig config, Layer layer, List<String> inputs) {
        Shape shape;
        List<WeightSpec> weights;
        try {
            nodes.add(new Node(config.name(), layer, inputs)
                    .trainable(config.settings().path("trainable").asBoolean(true)));
            shape = layer.outputShape(config.inputs());
            weights = layer.weights(config.inputs());
        } catch (ModelException | ArithmeticException e) {
            throw config.error(e);
        }
        if (shapes.put(config.name(), shape) != null) {
            throw config.error("a second layer of this name; names must differ");
        }
        weightSpecs.put(config.name(), weights);
        return new Added(config.name(), config.settings().path("trainable").asBoolean(true));
    }

    /**
     * Says that a file keeps the weights of some layers together. Keras lists those that are trained first, of all layers, and the others after
     * them; a layer that is frozen has none that is trained.
     */
    void group(String name, String kind, List<Added> layers) {
        Stream<WeightKey> trained = layers.stream().filter(Added::trainable).flatMap(layer -> keys(layer, true));
        Stream<WeightKey> others = layers.stream()
                .flatMap(layer ->
                        layer.trainable() ? keys(layer, false) : Stream.concat(keys(layer, true), keys(layer, false)));
        groups.add(new WeightGroup(name, kind, Stream.concat(trained, others).toList()));
    }

    private Stream<WeightKey> keys(Added layer, boolean trainable) {
        return weightSpecs.getOrDefault(layer.name(), List.of()).stream()
                .filter(spec -> spec.trainable() == trainable)
                .map(spec -> new WeightKey(layer.name(), spec.name()));
    }

    Architecture sequential(String name, List<String> outputs) {
        return build(name, Model.Topology.simplest(nodes, outputs), outputs);
    }

    Architecture functional(String name, List<String> outputs) {
        return build(name, Model.Topology.FUNCTIONAL, outputs);
    }

    private Architecture build(String name, Model.Topology topology, List<String> outputs) {
        Map<WeightKey, Shape> weights = new LinkedHashMap<>();
        weightSpecs.forEach((layer, specs) ->
                specs.forEach(spec -> weights.put(new WeightKey(layer, spec.name()), spec.shape())));
        return new Architecture(name, topology, nodes, outputs, weights, groups);
    }
}
