// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.Shape;
import io.espalier.model.WeightKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code model_config} says: a model that still lacks the values of its weights.
 *
 * @param shapes of its weights, in the order of its layers
 * @param groups where a file has them
 */
record Architecture(
        String name,
        Model.Topology topology,
        List<Node> nodes,
        List<String> outputs,
        Map<WeightKey, Shape> shapes,
        List<WeightGroup> groups) {
    Architecture {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
        groups = List.copyOf(groups);
    }
}
