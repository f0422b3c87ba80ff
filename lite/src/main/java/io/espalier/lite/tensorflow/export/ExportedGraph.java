// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A graph of nodes, ready to be used.
 *
 * @param signatures by their keys, with the names of inputs and outputs as TFLite's graph has them
 * @param variables the values of the nodes {@code VarHandleOp}, by their names; empty if weights are constants of the graph
 */
public record ExportedGraph(
        GraphDef graph, Map<String, SignatureDef> signatures, Map<String, ConstantTensor> variables) {
    public ExportedGraph {
        signatures = Collections.unmodifiableMap(new LinkedHashMap<>(signatures));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
