// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as a part of another: its layers come under its name, such as {@code encoder/conv2d}, and layers of the other stand for its inputs.
 *
 * @param fedBy the layers whose outputs it takes, in the order of its inputs
 * @param furtherCalls what its layers are called where the model is there already, by their names within it; empty otherwise
 */
record InnerModel(String name, Model model, List<String> fedBy, Map<String, String> furtherCalls) {
    InnerModel {
        furtherCalls = Map.copyOf(furtherCalls);
        fedBy = List.copyOf(fedBy);
        if (fedBy.size() != model.inputs().size()) {
            throw new ModelException("model '" + name + "' has "
                    + model.inputs().size() + " inputs, but is applied to " + fedBy.size() + " tensors");
        }
    }

    /** Its layers in their places in the other model, without its inputs. */
    List<Node> nodes() {
        Map<String, String> names = names();
        return model.nodes().stream()
                .filter(node -> !(node.layer() instanceof Input))
                .map(node -> new Node(
                        outside(node.name(), names),
                        node.layer(),
                        node.inputs().stream()
                                .map(input -> outside(input, names))
                                .toList(),
                        nested(node.weightsOf()),
                        node.trainable()))
                .toList();
    }

    /** What its outputs are called there. */
    List<String> outputs() {
        Map<String, String> names = names();
        return model.outputs().stream().map(output -> outside(output, names)).toList();
    }

    /** The values of its weights, as they are called there. */
    Map<WeightKey, Tensor> weights() {
        Map<WeightKey, Tensor> weights = new HashMap<>();
        model.weights().forEach((key, value) -> weights.put(new WeightKey(nested(key.layer()), key.weight()), value));
        return weights;
    }

    private Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < fedBy.size(); i++) {
            names.put(model.inputs().get(i).name(), fedBy.get(i));
        }
        return names;
    }

    private String outside(String layer, Map<String, String> names) {
        return names.getOrDefault(layer, furtherCalls.getOrDefault(layer, nested(layer)));
    }

    private String nested(String layer) {
        return name + "/" + layer;
    }
}
