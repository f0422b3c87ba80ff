// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the layers of a model, with names that differ, and the weights of models that are parts of it. */
final class NodesBuilder {
    private final LayerNames names = new LayerNames();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<WeightKey, Tensor> weights = new HashMap<>();
    private final Set<Model> parts = new HashSet<>();

    /** Under Keras's automatic name, which is answered. */
    String add(Layer layer, List<String> inputs) {
        return append(names.next(layer), layer, inputs);
    }

    String add(String name, Layer layer, List<String> inputs) {
        return append(names.claim(name), layer, inputs);
    }

    private String append(String name, Layer layer, List<String> inputs) {
        nodes.add(new Node(name, layer, inputs));
        return name;
    }

    /**
     * Under the name of the model, which is numbered where another has it; what its outputs are called is answered.
     *
     * @throws ModelException if that model was added before
     */
    List<String> add(Model part, List<String> inputs) {
        if (parts.contains(part)) {
            throw new ModelException(
                    "model '" + part.name() + "' is used twice, and would share its weights between both places,"
                            + " which is not supported; give it a name of its own in each to use copies");
        }
        return append(names.next(part.name()), part, inputs);
    }

    List<String> add(String name, Model part, List<String> inputs) {
        return append(names.claim(name), part, inputs);
    }

    private List<String> append(String name, Model part, List<String> inputs) {
        InnerModel inner = new InnerModel(name, part, inputs);
        inner.nodes().forEach(node -> add(node.name(), node.layer(), node.inputs()));
        weights.putAll(inner.weights());
        parts.add(part);
        return inner.outputs();
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Of the models that are parts; other weights are yet to be initialized. */
    Map<WeightKey, Tensor> weights() {
        return weights;
    }
}
