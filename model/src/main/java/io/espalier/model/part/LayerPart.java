// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.part;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer that another one applies to parts of what comes in, such as steps, with weights of that other one.
 *
 * @param model of the layer alone, behind its inputs
 * @param node the layer in it, of the name of the one that has the weights
 */
public record LayerPart(Model model, Node node) {
    private static final String INPUT = "/part";

    /**
     * The layer at the place of a node, whose weights of the same names it has.
     *
     * @param inputs what it takes
     */
    public static LayerPart of(Model model, Node node, Layer layer, List<Shape> inputs) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            nodes.add(new Node(node.name() + INPUT + (i == 0 ? "" : "_" + i), new Input(inputs.get(i)), List.of()));
        }
        Node inner =
                new Node(node.weightsOf(), layer, nodes.stream().map(Node::name).toList());
        nodes.add(inner);
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        for (WeightSpec spec : layer.weights(inputs)) {
            WeightKey key = node.weightKey(spec.name());
            weights.put(key, model.weights().get(key));
        }
        List<String> outputs = List.of(inner.name());
        return new LayerPart(
                Model.of(node.name(), Model.Topology.SEQUENTIAL, nodes, outputs, Weights.of(weights)), inner);
    }
}
