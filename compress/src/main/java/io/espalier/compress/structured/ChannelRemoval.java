// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model without some channels.
 *
 * @param removed for each layer that loses some, the channels that it no longer puts out; they fit each other (see {@link
 *     ChannelDependencies})
 */
record ChannelRemoval(Model model, Map<String, BitSet> removed) {
    Model apply() {
        List<Node> nodes = model.nodes().stream().map(this::shrunk).toList();
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            model.weightSpecs(node).forEach(spec -> {
                WeightKey key = new WeightKey(node.name(), spec.name());
                weights.put(key, shrunk(node, spec.name(), model.weights().get(key)));
            });
        }
        return Model.of(model.name(), model.topology(), nodes, model.outputs(), Weights.of(weights))
                .withClusters(model.clusters());
    }

    private Node shrunk(Node node) {
        BitSet gone = removed.get(node.name());
        if (gone == null || gone.isEmpty()) {
            return node;
        }
        int stay = model.outputShape(node).channels() - gone.cardinality();
        return new Node(
                node.name(), node.layer().withChannels(stay), node.inputs(), node.weightsOf(), node.trainable());
    }

    /** Kernels lose rows with their inputs and columns with their outputs; all other weights have one number a channel. */
    private Tensor shrunk(Node node, String weight, Tensor value) {
        BitSet outputs = removed.getOrDefault(node.name(), new BitSet());
        BitSet inputs = removed.getOrDefault(node.inputs().get(0), new BitSet());
        int rank = value.shape().rank();
        return switch (weight) {
            case "kernel" -> TensorSlice.without(TensorSlice.without(value, rank - 2, inputs), rank - 1, outputs);
            case "depthwise_kernel" -> TensorSlice.without(value, rank - 2, inputs);
            default -> TensorSlice.without(value, rank - 1, outputs);
        };
    }
}
