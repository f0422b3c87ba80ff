// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a graph of TFLite as a graph of TensorFlow that computes the same.
 *
 * <p>Integers become numbers: the twin has the same weights and rounds activations to the same grids, so its outputs agree with those of the integers
 * up to one step here and there; inputs and outputs are float32.
 */
public final class TensorFlowExport {
    private static final String DEFAULT_KEY = "serving_default";
    private static final String METHOD = "tensorflow/serving/predict";

    private final Graph graph;
    private final Dialect dialect;
    private final NodeAssembly nodes;
    private final CalledFunctions functions;

    private TensorFlowExport(Graph graph, Dialect dialect) {
        this.graph = graph;
        this.dialect = dialect;
        this.nodes = new NodeAssembly(dialect, false);
        this.functions = new CalledFunctions(graph, dialect);
    }

    /**
     * The same computation as a graph of nodes, with all signatures for TensorFlow, and the first for TF.js, which knows one. A graph without signatures
     * gets {@code serving_default}, with the names of its tensors.
     *
     * @throws ModelException if operators have no equivalent; names all of them
     */
    public static ExportedGraph export(Graph graph, Dialect dialect) {
        return new TensorFlowExport(graph, dialect).export();
    }

    private ExportedGraph export() {
        List<Signature> signatures = graph.signatures().isEmpty() ? List.of(unnamed(graph.main())) : graph.signatures();
        Map<String, SignatureDef> exported = new LinkedHashMap<>();
        for (Signature signature : dialect == Dialect.TFJS ? signatures.subList(0, 1) : signatures) {
            exported.put(signature.key(), export(signature));
        }
        if (!functions.unsupported().isEmpty()) {
            throw new ModelException("TensorFlow has no equivalent of these operators, or Espalier does not know it: "
                    + functions.unsupported().entrySet().stream()
                            .map(count -> count.getKey() + " (" + count.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        GraphDef def = new GraphDef(nodes.nodes(), functions.all(), GraphDef.CURRENT_PRODUCER);
        return new ExportedGraph(def, exported, nodes.variables());
    }

    private static Signature unnamed(Subgraph main) {
        return new Signature(DEFAULT_KEY, named(main, main.inputs()), named(main, main.outputs()), 0);
    }

    private static List<NamedTensor> named(Subgraph main, Ints tensors) {
        NodeNames names = new NodeNames();
        return IntStream.range(0, tensors.size())
                .mapToObj(i ->
                        new NamedTensor(names.unique(main.tensor(tensors.get(i)).name()), tensors.get(i)))
                .toList();
    }

    private SignatureDef export(Signature signature) {
        Subgraph subgraph = graph.subgraphs().get(signature.subgraph());
        SubgraphExport export = new SubgraphExport(subgraph, nodes, functions);
        Map<String, TensorInfo> inputs = new LinkedHashMap<>();
        List<Integer> named = new ArrayList<>();
        for (NamedTensor input : signature.inputs()) {
            inputs.put(input.name(), placeholder(signature.key(), input, subgraph.tensor(input.tensor()), export));
            named.add(input.tensor());
        }
        subgraph.inputs().stream().filter(tensor -> !named.contains(tensor)).forEach(tensor -> {
            String name = subgraph.tensor(tensor).name();
            NamedTensor unnamed = new NamedTensor(name, tensor);
            inputs.put(name, placeholder(signature.key(), unnamed, subgraph.tensor(tensor), export));
        });
        export.run();
        Map<String, TensorInfo> outputs = new LinkedHashMap<>();
        for (NamedTensor output : signature.outputs()) {
            Tensor tensor = subgraph.tensor(output.tensor());
            DataType type = OperatorCall.type(tensor, dialect);
            String name =
                    nodes.add("Identity", "Identity", Attributes.ofType(type), List.of(export.value(output.tensor())));
            outputs.put(output.name(), new TensorInfo(name + ":0", type, PlainConstant.shape(tensor.dynamicShape())));
        }
        return new SignatureDef(inputs, outputs, METHOD);
    }

    private TensorInfo placeholder(String key, NamedTensor input, Tensor tensor, SubgraphExport export) {
        DataType type = OperatorCall.type(tensor, dialect);
        var shape = PlainConstant.shape(tensor.dynamicShape());
        String wish = dialect == Dialect.TFJS ? input.name() : key + "_" + input.name();
        Attributes attributes = new Attributes().with("dtype", type).with("shape", shape);
        String name = nodes.add(wish, "Placeholder", attributes, List.of());
        export.fed(input.tensor(), name);
        return new TensorInfo(name + ":0", type, shape);
    }
}
