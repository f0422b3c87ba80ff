// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the layers of a model, with names that differ, and the weights of models that are parts of it. */
final class NodesBuilder {
    private final LayerNames names = new LayerNames();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<WeightKey, Tensor> weights = new HashMap<>();

    /** By the name that each has here. */
    private final Map<Model, String> parts = new HashMap<>();

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
     * A further call of a layer that was added before, with the same weights; under a name that is answered.
     *
     * @throws ModelException if there is no such layer
     */
    String addAgain(String layer, List<String> inputs) {
        Node first = nodes.stream()
                .filter(node -> node.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new ModelException("no layer '" + layer + "' to call again"));
        String name = names.furtherCall(first.weightsOf());
        nodes.add(new Node(name, first.layer(), inputs, first.weightsOf(), first.trainable()));
        return name;
    }

    /**
     * Under the name of the model, which is numbered where another has it; what its outputs are called is answered. A model that is added
     * again shares its weights between both places.
     */
    List<String> add(Model part, List<String> inputs) {
        String first = parts.get(part);
        return first == null ? append(names.next(part.name()), part, inputs) : appendAgain(first, part, inputs);
    }

    List<String> add(String name, Model part, List<String> inputs) {
        return append(names.claim(name), part, inputs);
    }

    private List<String> append(String name, Model part, List<String> inputs) {
        InnerModel inner = new InnerModel(name, part, inputs, Map.of());
        for (Node node : inner.nodes()) {
            names.claim(node.name());
            nodes.add(node);
        }
        weights.putAll(inner.weights());
        parts.putIfAbsent(part, name);
        return inner.outputs();
    }

    private List<String> appendAgain(String name, Model part, List<String> inputs) {
        Map<String, String> furtherCalls = new HashMap<>();
        part.nodes().stream()
                .filter(node -> !(node.layer() instanceof Input))
                .forEach(node -> furtherCalls.put(node.name(), names.furtherCall(name + "/" + node.weightsOf())));
        InnerModel inner = new InnerModel(name, part, inputs, furtherCalls);
        nodes.addAll(inner.nodes());
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
