// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightSpec;
import java.util.List;
import java.util.Map;

/**
 * What {@code model_config} says: a model that still lacks the values of its weights.
 *
 * @param weightSpecs of each node, by its name
 */
record Architecture(
        String name,
        Model.Topology topology,
        List<Node> nodes,
        List<String> outputs,
        Map<String, List<WeightSpec>> weightSpecs) {
    Architecture {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        weightSpecs = Map.copyOf(weightSpecs);
    }

    List<WeightSpec> weightSpecs(Node node) {
        return weightSpecs.getOrDefault(node.name(), List.of());
    }
}
