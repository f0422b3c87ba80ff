// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.util.List;

/**
 * A graph of nodes and the functions that they call.
 *
 * @param producer the version of the format in which it was written; TensorFlow's {@code TF_GRAPH_DEF_VERSION}
 */
public record GraphDef(List<NodeDef> nodes, List<FunctionDef> functions, int producer) {
    /** Before this version a node may be without attributes that have defaults today; nothing else matters here. */
    public static final int CURRENT_PRODUCER = 1395;

    public GraphDef {
        nodes = List.copyOf(nodes);
        functions = List.copyOf(functions);
    }
}
