// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value of YAML on one line, for tables. */
final class NodeText {
    private NodeText() {}

    static String of(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().map(NodeText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((MappingNode) node)
                .getValue().stream()
                        .map(entry -> of(entry.getKeyNode()) + ": " + of(entry.getValueNode()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
