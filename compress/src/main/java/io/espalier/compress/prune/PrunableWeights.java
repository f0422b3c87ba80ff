// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which layers are pruned, and which of their weights: kernels of convolutions and dense layers. Biases never are, nor depthwise kernels,
 * which are small and matter much.
 *
 * @param names the layers that are asked for by name; all where it is empty
 * @param chosen which of these
 */
record PrunableWeights(Set<String> names, Predicate<Node> chosen) {
    static final PrunableWeights ALL = new PrunableWeights(Set.of(), node -> true);

    PrunableWeights {
        names = Set.copyOf(names);
    }

    /**
     * The layers that are asked for, whether or not they have weights that are pruned.
     *
     * @throws io.espalier.model.ModelException if one is named that the model does not have
     * @throws CompressionException if one is named that has nothing to prune, or if none has
     */
    List<Node> layers(Model model) {
        for (String name : names) {
            Node node = model.node(name);
            if (weights(node).isEmpty()) {
                throw new CompressionException("layer '" + name + "' ("
                        + node.layer().kind() + ") has no weight that is pruned; " + offer(model));
            }
        }
        List<Node> layers = model.nodes().stream()
                .filter(node -> !(node.layer() instanceof Input))
                .filter(node -> names.isEmpty() || names.contains(node.name()))
                .filter(chosen)
                .toList();
        if (layers.stream().allMatch(node -> weights(node).isEmpty())) {
            throw new CompressionException("none of the layers chosen has a weight that is pruned; " + offer(model));
        }
        return layers;
    }

    private static String offer(Model model) {
        return "model '" + model.name() + "' offers "
                + model.nodes().stream()
                        .filter(node -> !weights(node).isEmpty())
                        .map(Node::name)
                        .collect(Collectors.joining(", "));
    }

    /** The weights of all these layers that are pruned. */
    List<WeightKey> in(Model model) {
        return layers(model).stream().flatMap(node -> weights(node).stream()).toList();
    }

    static List<WeightKey> weights(Node node) {
        return node.layer() instanceof Conv2D || node.layer() instanceof Dense
                ? List.of(new WeightKey(node.name(), "kernel"))
                : List.of();
    }
}
