// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds any graph of layers by applying each to the tensors it takes.
 *
 * <pre>{@code
 * FunctionalBuilder graph = Model.functional();
 * SymbolicTensor image = graph.input(32, 32, 3);
 * SymbolicTensor features = graph.apply(Conv2D.of(8, 3).padding(SAME), image);
 * Model model = graph.build(42, graph.apply(new Add(), features, features));
 * }</pre>
 */
public final class FunctionalBuilder {
    private final String name;
    private final LayerNames names = new LayerNames();
    private final List<Node> nodes = new ArrayList<>();

    FunctionalBuilder(String name) {
        this.name = name;
    }

    /** What a layer will put out, named by its layer. */
    public record SymbolicTensor(String layer) {}

    /** An input of the model; the shape is that of one example. */
    public SymbolicTensor input(int... shape) {
        return apply(new Input(Shape.of(shape)));
    }

    public SymbolicTensor apply(Layer layer, SymbolicTensor... inputs) {
        return append(names.next(layer), layer, inputs);
    }

    public SymbolicTensor apply(String layerName, Layer layer, SymbolicTensor... inputs) {
        return append(names.claim(layerName), layer, inputs);
    }

    private SymbolicTensor append(String layerName, Layer layer, SymbolicTensor... inputs) {
        List<String> inputNames = new ArrayList<>();
        for (SymbolicTensor input : inputs) {
            inputNames.add(input.layer());
        }
        nodes.add(new Node(layerName, layer, inputNames));
        return new SymbolicTensor(layerName);
    }

    /** The model that puts out these tensors, with weights initialized from the seed. */
    public Model build(long seed, SymbolicTensor... outputs) {
        List<String> outputNames = new ArrayList<>();
        for (SymbolicTensor output : outputs) {
            outputNames.add(output.layer());
        }
        return Model.initialized(name, Model.Topology.FUNCTIONAL, nodes, outputNames, seed);
    }
}
