// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.Model;
import io.espalier.model.ModelException;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.WeightSpec;
import io.espalier.model.layer.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects layers as a file lists them; each is read when the shapes that reach it are known. */
final class ArchitectureBuilder {
    private final Path file;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, List<WeightSpec>> weightSpecs = new HashMap<>();

    ArchitectureBuilder(Path file) {
        this.file = file;
    }

    /** Whether these layers have been added. */
    boolean knows(List<String> layers) {
        return shapes.keySet().containsAll(layers);
    }

    /**
     * Adds a layer whose inputs have been added before.
     *
     * @throws ModelFormatException if it is not one of ours, or does not fit
     */
    void add(String name, String className, JsonNode settings, List<String> inputs) {
        List<Shape> inputShapes = inputs.stream().map(shapes::get).toList();
        LayerConfig config = new LayerConfig(file, name, className, settings, inputShapes);
        Layer layer = LayerConfigReader.read(config);
        add(config, layer, inputs);
    }

    void add(LayerConfig config, Layer layer, List<String> inputs) {
        Shape shape;
        List<WeightSpec> weights;
        try {
            nodes.add(new Node(config.name(), layer, inputs));
            shape = layer.outputShape(config.inputs());
            weights = layer.weights(config.inputs());
        } catch (ModelException | ArithmeticException e) {
            throw config.error(e);
        }
        if (shapes.put(config.name(), shape) != null) {
            throw config.error("a second layer of this name; names must differ");
        }
        weightSpecs.put(config.name(), weights);
    }

    Architecture build(String name, Model.Topology topology, List<String> outputs) {
        return new Architecture(name, topology, nodes, outputs, weightSpecs);
    }
}
