// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.FunctionDef.Argument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The subgraphs that operators call, as functions. */
final class CalledFunctions {
    private final Graph graph;
    private final Dialect dialect;
    private final Map<String, Integer> unsupported = new TreeMap<>();
    private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    CalledFunctions(Graph graph, Dialect dialect) {
        this.graph = graph;
        this.dialect = dialect;
    }

    /** What has been found to be without an equivalent, and how often. */
    Map<String, Integer> unsupported() {
        return unsupported;
    }

    List<FunctionDef> all() {
        return List.copyOf(functions.values());
    }

    /**
     * The name of the function of a subgraph.
     *
     * @param isCondition whether its result decides: TensorFlow wants a scalar
     */
    String name(int index, boolean isCondition) {
        Subgraph subgraph = graph.subgraphs().get(index);
        String name = NodeNames.plain(subgraph.name()).replaceAll("[^A-Za-z0-9_]", "_") + "_" + index;
        if (functions.containsKey(name)) {
            return name;
        }
        if (!open.add(name)) {
            throw new InvalidGraphException("subgraph '" + subgraph.name() + "' calls itself");
        }
        functions.put(name, function(name, subgraph, isCondition));
        return name;
    }

    private FunctionDef function(String name, Subgraph subgraph, boolean isCondition) {
        NodeAssembly nodes = new NodeAssembly(dialect, true);
        List<Argument> arguments = new ArrayList<>();
        SubgraphExport export = new SubgraphExport(subgraph, nodes, this);
        for (int i = 0; i < subgraph.inputs().size(); i++) {
            Tensor tensor = subgraph.tensor(subgraph.inputs().get(i));
            String argument = nodes.reserve("arg" + i);
            arguments.add(new Argument(argument, OperatorCall.type(tensor, dialect)));
            export.fed(subgraph.inputs().get(i), argument);
        }
        export.run();
        List<Argument> results = new ArrayList<>();
        Map<String, String> returns = new LinkedHashMap<>();
        for (int i = 0; i < subgraph.outputs().size(); i++) {
            Tensor tensor = subgraph.tensor(subgraph.outputs().get(i));
            DataType type = OperatorCall.type(tensor, dialect);
            String value = export.value(subgraph.outputs().get(i));
            results.add(new Argument("out" + i, type));
            returns.put("out" + i, isCondition ? export.scalar(value, type) : value);
        }
        return new FunctionDef(name, arguments, results, nodes.nodes(), returns);
    }
}
