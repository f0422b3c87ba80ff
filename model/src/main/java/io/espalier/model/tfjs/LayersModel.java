// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model of layers that TensorFlow.js computes as Keras does. Those that it does not have become several, the last of which has the name of the
 * layer; names that TensorFlow.js refuses are changed.
 */
final class LayersModel {
    /** TensorFlow.js's own rule for variables, whose names begin with the layer's. */
    private static final String NAME = "[A-Za-z0-9][-A-Za-z0-9_./]*";

    private final Model model;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** For each layer, by the name of its first call, the name of the part that has its weights. */
    private final Map<String, String> carriers = new HashMap<>();

    private LayersModel(Model model) {
        this.model = model;
        for (Node node : model.nodes()) {
            if (isValid(node)) {
                taken.add(node.name());
                names.put(node.name(), node.name());
            }
        }
        for (Node node : model.nodes()) {
            names.computeIfAbsent(node.name(), name -> unused(valid(name)));
        }
    }

    /** @throws ModelException if a function of a layer is none that layers of TensorFlow.js compute; names the layer */
    static Model of(Model model) {
        return new LayersModel(model).written();
    }

    private Model written() {
        model.nodes().forEach(this::write);
        if (nodes.equals(model.nodes())) {
            return model;
        }
        boolean isAsLong = nodes.size() == model.nodes().size();
        return Model.of(
                model.name(),
                isAsLong ? model.topology() : Model.Topology.FUNCTIONAL,
                nodes,
                model.outputs().stream().map(this::named).toList(),
                Weights.of(weights));
    }

    private void write(Node node) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        Node first = model.node(node.weightsOf());
        for (WeightSpec weight : model.weightSpecs(first)) {
            own.put(weight.name(), model.weights().get(first.name(), weight.name()));
        }
        Parts parts = parts(node, own);
        if (parts.isEmpty()) {
            put(
                    named(node.name()),
                    node.layer(),
                    node.inputs().stream().map(this::named).toList(),
                    own,
                    node);
            return;
        }
        List<String> made = new ArrayList<>();
        List<Parts.Part> all = parts.all();
        for (int i = 0; i < all.size(); i++) {
            Parts.Part part = all.get(i);
            String name = i == all.size() - 1 ? named(node.name()) : unused(named(node.name()) + "_" + part.suffix());
            List<String> inputs = part.inputs().stream()
                    .map(input -> input < 0 ? named(node.inputs().get(-1 - input)) : made.get(input))
                    .toList();
            put(name, part.layer(), inputs, part.weights(), node);
            made.add(name);
        }
    }

    private Parts parts(Node node, Map<String, Tensor> own) {
        Parts parts = new Parts();
        LayerSite site = new LayerSite(model.inputShapes(node), model.outputShape(node), own, parts);
        try {
            Stream.concat(LayerParts.ROWS.stream(), ConvolutionParts.ROWS.stream())
                    .forEach(row -> row.write(node.layer(), site));
        } catch (ModelException e) {
            throw new ModelException(
                    "layer '" + node.name() + "' (" + node.layer().kind() + "): " + e.getMessage()
                            + "; export the model as a graph instead: --to tfjs-graph");
        }
        return parts;
    }

    private void put(String name, Layer layer, List<String> inputs, Map<String, Tensor> values, Node of) {
        boolean isFurther = of.isFurtherCall() && !values.isEmpty();
        String weightsOf = isFurther ? Objects.requireNonNull(carriers.get(of.weightsOf())) : name;
        nodes.add(new Node(name, layer, inputs, weightsOf, of.trainable()));
        if (!values.isEmpty() && !isFurther) {
            carriers.put(of.weightsOf(), name);
            values.forEach((weight, value) -> weights.put(new WeightKey(name, weight), value));
        }
    }

    private String named(String name) {
        return Objects.requireNonNull(names.get(name));
    }

    private static boolean isValid(Node node) {
        return node.name().matches(NAME);
    }

    private static String valid(String name) {
        String changed = name.replaceAll("[^-A-Za-z0-9_./]", "_");
        return changed.matches(NAME) ? changed : "layer" + changed;
    }

    private String unused(String name) {
        String unused = name;
        for (int i = 1; !taken.add(unused); i++) {
            unused = name + "_" + i;
        }
        return unused;
    }
}
