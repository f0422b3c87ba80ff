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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer that another one applies to parts of what comes in, such as steps, with weights of that other one.
 *
 * @param model of the layer alone, behind an input
 * @param node the layer in it, of the name of the one that has the weights
 */
public record LayerPart(Model model, Node node) {
    private static final String INPUT = "/part";

    /**
     * The layer at the place of a node, whose weights of the same names it has.
     *
     * @param input what it takes
     */
    public static LayerPart of(Model model, Node node, Layer layer, Shape input) {
        Node fed = new Node(node.name() + INPUT, new Input(input), List.of());
        Node inner = new Node(node.weightsOf(), layer, List.of(fed.name()));
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        for (WeightSpec spec : layer.weights(List.of(input))) {
            WeightKey key = node.weightKey(spec.name());
            weights.put(key, model.weights().get(key));
        }
        List<Node> nodes = List.of(fed, inner);
        List<String> outputs = List.of(inner.name());
        return new LayerPart(
                Model.of(node.name(), Model.Topology.SEQUENTIAL, nodes, outputs, Weights.of(weights)), inner);
    }
}
